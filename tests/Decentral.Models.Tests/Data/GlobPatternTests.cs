using Decentral.Models.Data;

namespace Decentral.Models.Tests.Data;

public sealed class GlobPatternTests
{
    [Theory]
    [InlineData("texts/*.txt", "texts", "a.txt", true)]
    [InlineData("texts/*.txt", "texts", "deep/a.txt", false)]
    [InlineData("texts/**/*.txt", "texts", "a.txt", true)]
    [InlineData("texts/**/*.txt", "texts", "one/two/a.txt", true)]
    [InlineData("texts/**/*.txt", "texts", "one/two/a.md", false)]
    [InlineData("texts/**", "texts", "one/two/a.md", true)]
    [InlineData("texts/**/x/**/a", "texts", "x/b/x/c/a", true)]
    [InlineData("texts/**/x/**/a", "texts", "y/b/c/a", false)]
    [InlineData("texts/**/one/a", "texts", "one/one/a", true)]
    [InlineData("/data/part-??.txt", "/data", "part-01.txt", true)]
    [InlineData("/data/part-??.txt", "/data", "part-1.txt", false)]
    [InlineData("*.TXT", ".", "a.txt", false)]
    [InlineData("/*.txt", "/", "a.txt", true)]
    [InlineData("a b[1]/*.txt", "a b[1]", "x.txt", true)]
    public void Matches_PathBelowTheFolder_FollowsTheWildcards(string glob, string folder, string path, bool expected)
    {
        var pattern = GlobPattern.Parse(glob);

        Assert.Equal(folder, pattern?.Folder);
        Assert.Equal(expected, pattern?.Matches(path));
    }

    [Theory]
    [InlineData("texts/a.txt")]
    [InlineData("")]
    public void Parse_NoWildcard_IsNull(string text) => Assert.Null(GlobPattern.Parse(text));
}
