namespace Decentral.Models.Data;

/// <summary>
/// Turns the identifiers of XML documentation (<c>M:System.Text.Rune.#ctor(System.Char)</c>) into words.
/// </summary>
internal static class CodeReference
{
    private const string Constructor = "#ctor";

    /// <summary>
    /// What a reader would call it: a type by its name, a member by its type and name, a namespace in full.
    /// </summary>
    public static string ToReadable(string reference)
    {
        (var kind, var path) = Parse(reference);
        string[] names = [.. path.Split('.').Select(WithoutArity)];
        return kind switch
        {
            'N' or '!' => path,
            'T' => names[^1],
            _ when names[^1] == Constructor && names.Length > 1 => names[^2],
            _ => string.Join('.', names.TakeLast(2)),
        };
    }

    /// <summary>The full name of the type that is meant, or whose member is meant.</summary>
    public static string TypeOf(string reference)
    {
        (var kind, var path) = Parse(reference);
        var member = kind == 'T' ? -1 : path.LastIndexOf('.');
        return member < 0 ? path : path[..member];
    }

    private static (char Kind, string Path) Parse(string reference)
    {
        var hasKind = reference.Length > 2 && reference[1] == ':';
        var path = hasKind ? reference[2..] : reference;
        var parameters = path.IndexOf('(', StringComparison.Ordinal);
        return (hasKind ? reference[0] : 'T', parameters < 0 ? path : path[..parameters]);
    }

    private static string WithoutArity(string name)
    {
        var end = name.AsSpan().IndexOfAny('`', '{');
        return end < 0 ? name : name[..end];
    }
}
