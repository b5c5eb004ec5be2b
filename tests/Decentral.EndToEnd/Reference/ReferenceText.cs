using Decentral.Benchmarks.Reference;

namespace Decentral.EndToEnd.Reference;

/// <summary>The text of the reference run, which is not part of the repository.</summary>
internal static class ReferenceText
{
    private const string Name = "tinyshakespeare.txt";

    /// <summary>Where it is looked for: in shared/data beside the repository.</summary>
    public static string Path { get; } =
        System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository.Root, "..", "shared", "data", Name));

    public static bool Exists => File.Exists(Path);

    /// <summary>Skips the test where the text is missing, and says where to put it.</summary>
    public static void Require() => Assert.SkipUnless(
        Exists,
        $"{Path} is missing: put the 1,115,394 bytes of {Name} there to compare with PyTorch's recorded losses on them.");
}
