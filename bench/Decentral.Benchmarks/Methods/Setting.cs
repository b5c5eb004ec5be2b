namespace Decentral.Benchmarks.Methods;

/// <summary>A field of a job and what it is set to.</summary>
internal readonly record struct Setting(string Path, string Value)
{
    /// <summary>As <c>--set</c> takes it.</summary>
    public override string ToString() => $"{Path}={Value}";
}
