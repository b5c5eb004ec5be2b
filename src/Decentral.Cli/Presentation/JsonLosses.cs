using System.Text.Json;

namespace Decentral.Cli.Presentation;

/// <summary>Losses in JSON.</summary>
internal static class JsonLosses
{
    extension(Utf8JsonWriter json)
    {
        /// <summary>
        /// Writes a loss; one that is unknown or not finite has no form in JSON and is written as null.
        /// </summary>
        public void WriteLoss(string name, double? loss)
        {
            if (loss is { } value && double.IsFinite(value))
            {
                json.WriteNumber(name, value);
            }
            else
            {
                json.WriteNull(name);
            }
        }
    }
}
