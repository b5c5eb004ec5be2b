using Decentral.Cli.Presentation;
using Spectre.Console;

namespace Decentral.Cli.Keys;

/// <summary>What a hub's register holds, for a person or a program.</summary>
internal static class KeyReport
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm";
    private const int TokenColumns = 16;
    private const int NodeColumns = 24;

    /// <param name="console">Where it goes.</param>
    /// <param name="register">The register.</param>
    /// <param name="now">The wall clock.</param>
    public static void Write(IAnsiConsole console, KeyRegister register, DateTimeOffset now)
    {
        foreach (var token in register.Tokens)
        {
            var state = token.Revoked is { } revoked ? $"revoked {Time(revoked)}"
                : token.Expires is not { } end ? "no end"
                : end < now ? $"ended {Time(end)}"
                : $"ends {Time(end)}";
            var name = $"token:{token.Id()}";
            console.WriteLine($"{name,-TokenColumns}made {Time(token.Created)}  {state}  {token.Label}".TrimEnd());
        }

        foreach (var node in register.Nodes)
        {
            var state = node.Revoked is { } revoked ? $"revoked {Time(revoked)}" : "accepted";
            var token = node.Token is { } digest ? $"token:{digest[..RegisteredToken.IdLength]}" : "a token not known";
            var (name, first, last) = ($"node:{node.Name}", Time(node.First), Time(node.Last));
            console.WriteLine($"{name,-NodeColumns}{node.Serial:N}  first {first}  last {last}  by {token}  {state}");
        }
    }

    /// <inheritdoc cref="Write"/>
    public static string WriteJson(KeyRegister register) => SummaryJson.Write(json =>
    {
        json.WriteStartArray("tokens");
        foreach (var token in register.Tokens)
        {
            json.WriteStartObject();
            json.WriteString("id", token.Id());
            json.WriteString("label", token.Label);
            json.WriteString("created", token.Created);
            WriteTime("expires", token.Expires);
            WriteTime("revoked", token.Revoked);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("nodes");
        foreach (var node in register.Nodes)
        {
            json.WriteStartObject();
            json.WriteString("name", node.Name);
            json.WriteString("serial", node.Serial.ToString("N"));
            json.WriteString("token", node.Token?[..RegisteredToken.IdLength]);
            json.WriteString("first", node.First);
            json.WriteString("last", node.Last);
            WriteTime("revoked", node.Revoked);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void WriteTime(string name, DateTimeOffset? time)
        {
            if (time is { } known)
            {
                json.WriteString(name, known);
            }
            else
            {
                json.WriteNull(name);
            }
        }
    });

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString(TimeFormat, System.Globalization.CultureInfo.InvariantCulture);
}
