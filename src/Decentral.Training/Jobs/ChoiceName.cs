using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Decentral.Training.Jobs;

/// <summary>The names of choices as people write and read them, in job files, errors and summaries.</summary>
public static class ChoiceName
{
    /// <summary>
    /// The name of a defined member of an enumeration, as in <c>pseudo-gradient</c>: the one its attribute gives, or
    /// its own in kebab case.
    /// </summary>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        typeof(T).GetField(value.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
        ?? JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
