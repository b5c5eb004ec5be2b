using Decentral.Cli.Jobs;

namespace Decentral.Cli.Tests.Jobs;

public sealed class SamplesTests
{
    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(Repository.PathOf("samples"), "*.yaml").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Read_EverySample_IsAJobWithoutProblems(string name)
    {
        var binding = JobBinder.Bind(name, [JobFile.Read(Repository.PathOf("samples", name), name)]);

        Assert.Empty(binding.Problems);
        Assert.Equal(Path.GetFileNameWithoutExtension(name), binding.Job.Name);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Readme_EverySample_IsListed(string name)
    {
        var readme = File.ReadAllText(Repository.PathOf("samples", "README.md"));

        Assert.Contains($"({name})", readme, StringComparison.Ordinal);
    }
}
