using Decentral.Wire.Tests.MessagePack;

namespace Decentral.Wire.Tests.Interoperability;

/// <summary>
/// Against msgpack for Python: what it wrote once (vectors.txt), and what it says now, where it is installed.
/// </summary>
public sealed class InteroperabilityTests
{
    private static readonly string[] Recorded =
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Interoperability", "vectors.txt"));

    [Fact]
    public void Read_RecordedBytes_GivesItsValuesAndWritesItsBytes()
    {
        Assert.NotEmpty(Recorded);
        Assert.All(Recorded, AssertAgrees);
    }

    /// <summary>With other values than the recorded ones; without Python these stand in for them.</summary>
    [Fact]
    public void Read_BytesWrittenNow_GivesItsValuesAndWritesItsBytes() =>
        Assert.All(IsHereOrWarned() ? PythonMsgpack.Ask(["record", "2"], []) : Recorded, AssertAgrees);

    /// <summary>Without Python the recorded values are read, for which it is known what it answered.</summary>
    [Fact]
    public void Write_AnyTree_IsReadAlikeThere()
    {
        Tree[] trees =
        [
            .. IsHereOrWarned()
                ? Enumerable.Range(0, 300).Select(seed => new RandomTrees(seed).Next())
                : Recorded.Select(line => Tree.Parse(BytesOf(line))),
        ];
        var ours = trees.Select(tree => Convert.ToHexStringLower(tree.Write())).ToArray();

        var answers = PythonMsgpack.IsHere ? PythonMsgpack.Ask(["read"], ours) : Recorded;

        Assert.Equal(trees.Select(tree => tree.Words), answers.Select(WordsOf));
        Assert.All(answers.Zip(trees), pair => Assert.Equal(pair.Second.Words, Tree.Parse(BytesOf(pair.First)).Words));
    }

    private static bool IsHereOrWarned()
    {
        if (!PythonMsgpack.IsHere)
        {
            TestContext.Current.AddWarning("No python3 here has msgpack (Debian: python3-msgpack): recorded bytes only.");
        }

        return PythonMsgpack.IsHere;
    }

    private static void AssertAgrees(string line)
    {
        var bytes = BytesOf(line);

        var tree = Tree.Parse(bytes);

        Assert.Equal(WordsOf(line), tree.Words);
        Assert.Equal(bytes, tree.Write());
    }

    private static byte[] BytesOf(string line) => Convert.FromHexString(line[..line.IndexOf(' ', StringComparison.Ordinal)]);

    private static string WordsOf(string line) => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
}
