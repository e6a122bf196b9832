//! The format that the model must answer in.

use super::wire::{Json, Maybe, constant, names, object, union};

union! {
    /// The format that the model must answer in.
    ///
    /// `#/components/schemas/AssistantsApiResponseFormatOption`
    pub enum AssistantsApiResponseFormatOption by optional "type" or text
        /// A mode.
        Mode(ResponseFormatMode)
    {
        /// Any text.
        Text(ResponseFormatText) = "text",
        /// Some JSON object.
        JsonObject(ResponseFormatJsonObject) = "json_object",
        /// JSON that satisfies a schema.
        JsonSchema(ResponseFormatJsonSchema) = "json_schema",
    }
}

names! {
    /// `#/components/schemas/AssistantsApiResponseFormatOption/oneOf/0`
    pub enum ResponseFormatMode {
        /// The server's choice.
        Auto = "auto",
    }
}

object! {
    /// Any text.
    ///
    /// `#/components/schemas/ResponseFormatText`
    pub struct ResponseFormatText {
        /// `text`
        pub r#type: TextType,
    }
}

constant! {
    /// The tag of [`ResponseFormatText`].
    pub struct TextType = "text";
}

object! {
    /// Some JSON object.
    ///
    /// `#/components/schemas/ResponseFormatJsonObject`
    pub struct ResponseFormatJsonObject {
        /// `json_object`
        pub r#type: JsonObjectType,
    }
}

constant! {
    /// The tag of [`ResponseFormatJsonObject`].
    pub struct JsonObjectType = "json_object";
}

object! {
    /// JSON that satisfies a schema.
    ///
    /// `#/components/schemas/ResponseFormatJsonSchema`
    pub struct ResponseFormatJsonSchema {
        /// `json_schema`
        pub r#type: JsonSchemaType,
        /// The schema, with its name.
        pub json_schema: NamedJsonSchema,
    }
}

constant! {
    /// The tag of [`ResponseFormatJsonSchema`].
    pub struct JsonSchemaType = "json_schema";
}

object! {
    /// A JSON Schema with a name.
    ///
    /// `#/components/schemas/ResponseFormatJsonSchema/properties/json_schema`
    pub struct NamedJsonSchema {
        /// Its name. It is what the caller sent, and not every server insists on one.
        pub name: Maybe<String>,
        /// What the format is for, for the model.
        pub description: Maybe<String>,
        /// The JSON Schema.
        pub schema: Maybe<Json>,
        /// Whether the model must keep to the schema.
        pub strict: Maybe<bool>,
    }
}
