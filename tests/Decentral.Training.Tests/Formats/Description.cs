using System.Collections;
using System.Globalization;
using System.Reflection;
using Decentral.Actors;

namespace Decentral.Training.Tests.Formats;

/// <summary>
/// All that a message holds, in words: two messages are alike if they are described alike. By reflection, so that a property
/// that no format writes is in it.
/// </summary>
internal static class Description
{
    public static string Of(object? value) => value switch
    {
        null => "nothing",
        string text => $"'{text}'",
        ActorRef reference => reference.ToString(),
        IFormattable plain when IsPlain(value.GetType()) => plain.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Of))}]",
        _ when IsPlain(value.GetType()) => value.ToString()!,
        _ => $"{value.GetType().Name}({string.Join(", ", PropertiesOf(value.GetType()).Select(each => Describe(each, value)))})",
    };

    /// <summary>Paths of all properties that are at their defaults, and so would not show that they were lost.</summary>
    public static IEnumerable<string> Defaults(object value) => PropertiesOf(value.GetType()).SelectMany(property =>
    {
        var held = property.GetValue(value);
        var type = property.PropertyType;
        if (held is null || Equals(held, type.IsValueType ? Activator.CreateInstance(type) : null))
        {
            return [property.Name];
        }

        return IsPlain(held.GetType()) || held is ActorRef or IEnumerable
            ? []
            : Defaults(held).Select(path => $"{property.Name}.{path}");
    });

    private static string Describe(PropertyInfo property, object value) => $"{property.Name}: {Of(property.GetValue(value))}";

    /// <summary>What was set, not what follows from it.</summary>
    private static IEnumerable<PropertyInfo> PropertiesOf(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite || IsParameter(type, property))
        .OrderBy(property => property.Name, StringComparer.Ordinal);

    private static bool IsParameter(Type type, PropertyInfo property) => type.GetConstructors()
        .SelectMany(constructor => constructor.GetParameters())
        .Any(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase));

    private static bool IsPlain(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(DateTimeOffset) || type == typeof(UInt128);
}
