using System.Text;
using Decentral.Cli.Jobs;

namespace Decentral.Cli.Tests.Jobs;

public sealed class JobFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("decentral-job-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_MissingFile_SaysSo() =>
        Assert.Equal("no file of that name", ReadProblem(Path.Combine(_folder.FullName, "none.yaml")));

    [Fact]
    public void Read_FileInAMissingFolder_SaysSo() =>
        Assert.Equal("no file of that name", ReadProblem(Path.Combine(_folder.FullName, "none", "none.yaml")));

    [Fact]
    public void Read_Folder_SaysSo() => Assert.Equal("a folder", ReadProblem(_folder.FullName));

    [Theory]
    [InlineData(new byte[] { 0x77, 0x3a, 0x00, 0x31 })]
    [InlineData(new byte[] { 0x77, 0x3a, 0x20, 0xff, 0xfe })]
    public void Read_BinaryData_SaysSo(byte[] bytes) => Assert.Equal("binary data", ReadProblem(Save(bytes)));

    [Fact]
    public void Read_HugeFile_IsNotReadWhole() =>
        Assert.Equal("more than 1048576 bytes", ReadProblem(Save(new byte[(1 << 20) + 1])));

    [Fact]
    public void Read_ValidFile_HasItsEntriesWithPositions()
    {
        var path = Save(Encoding.UTF8.GetBytes("workers: 4\r\ndata: { source: ünï.txt }\r\n"));

        var layer = JobFile.Read(path, path);

        Assert.Equal(
            [
                new JobEntry("workers", "4", new SourceLocation(path, 1, 10)),
                new JobEntry("data.source", "ünï.txt", new SourceLocation(path, 2, 17)),
            ],
            layer.Entries);
    }

    private static string ReadProblem(string path) => Assert.Single(JobFile.Read(path, path).Problems).Problem.Found;

    private string Save(byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, "job.yaml");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
