using Decentral.Models.Data;

namespace Decentral.Models.Tests.Data;

public sealed class FileFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_Folder_GivesVisibleFilesInOrdinalOrder()
    {
        foreach (var name in new[] { "b.txt", "a/z.txt", "B.txt", "a.txt", ".hidden", ".git/x", "a/.x", "a-b.txt" })
        {
            _folder.Write(name, "x");
        }

        var names = Names(FileFinder.Find(_folder.Path));

        Assert.Equal(["B.txt", "a-b.txt", "a.txt", "a/z.txt", "b.txt"], names);
    }

    [Fact]
    public void Find_FolderWithTrailingSlash_FindsTheSame()
    {
        _folder.Write("a/b.txt", "x");

        Assert.Equal(["a/b.txt"], Names(FileFinder.Find(_folder.Path + "/")));
    }

    [Fact]
    public void Find_Glob_GivesMatchesInOrdinalOrder()
    {
        foreach (var name in new[] { "b.txt", "a/z.txt", "a/z.md", "a/b/c.txt" })
        {
            _folder.Write(name, "x");
        }

        Assert.Equal(["a/b/c.txt", "a/z.txt", "b.txt"], Names(FileFinder.Find(_folder["**/*.txt"])));
    }

    [Fact]
    public void Find_FileWithWildcardInItsName_IsThatFile()
    {
        _folder.Write("a*.txt", "x");
        _folder.Write("ab.txt", "x");

        Assert.Equal(["a*.txt"], Names(FileFinder.Find(_folder["a*.txt"])));
    }

    [Fact]
    public void Find_LinkToFolder_IsNotFollowedAndLinkToFileIs()
    {
        _folder.Write("real/a.txt", "abc");
        Directory.CreateSymbolicLink(_folder["real/loop"], _folder.Path);
        File.CreateSymbolicLink(_folder["link.txt"], _folder["real/a.txt"]);

        var files = FileFinder.Find(_folder.Path);

        Assert.Equal(["link.txt", "real/a.txt"], Names(files));
        Assert.All(files, file => Assert.Equal(3, file.Length));
    }

    [Fact]
    public void Find_BrokenLink_NamesIt()
    {
        File.CreateSymbolicLink(_folder["broken.txt"], _folder["nowhere.txt"]);

        AssertFault(_folder.Path, "broken.txt' is a link to a file that does not exist");
    }

    [Fact]
    public void Find_Missing_NamesItAndWhatIsPossible() =>
        AssertFault(_folder["no.txt"], "no.txt' does not exist", "sdk-docs", "a folder", "a glob", ".jsonl");

    [Fact]
    public void Find_EmptyFolder_SaysSo() => AssertFault(_folder.Path, "holds no file");

    [Fact]
    public void Find_GlobWithoutMatch_SaysSo() => AssertFault(_folder["*.txt"], "no file matches", "*.txt");

    [Fact]
    public void Find_GlobInMissingFolder_NamesTheFolder() => AssertFault(_folder["x/*.txt"], "there is no folder");

    private static void AssertFault(string source, params string[] parts)
    {
        var fault = Assert.Throws<DataSourceException>(() => FileFinder.Find(source));

        Assert.All(parts, part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
    }

    private IEnumerable<string> Names(IEnumerable<SourceFile> files) =>
        files.Select(file => Path.GetRelativePath(_folder.Path, file.Path));
}
