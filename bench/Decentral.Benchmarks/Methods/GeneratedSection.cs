namespace Decentral.Benchmarks.Methods;

/// <summary>The part of a page that is written by a program, between two marks.</summary>
/// <param name="command">Whose <c>--report</c> writes it.</param>
internal sealed class GeneratedSection(string command)
{
    public string Begin => $"<!-- {command}: from here on written by `{command} --report` -->";

    public string End => $"<!-- {command}: up to here -->";

    /// <summary>The page with another section between the marks.</summary>
    /// <exception cref="InvalidDataException">A mark is missing.</exception>
    public string Replace(string page, string section)
    {
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{page[..(begin + Begin.Length)]}\n\n{section.Trim()}\n\n{page[end..]}"
            : throw new InvalidDataException($"The page does not have '{Begin}' and, after it, '{End}'.");
    }
}
