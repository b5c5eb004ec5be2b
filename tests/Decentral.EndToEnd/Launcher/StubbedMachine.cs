using System.Diagnostics;
using Decentral.Benchmarks.Reference;

namespace Decentral.EndToEnd.Launcher;

/// <summary>
/// A copy of the launcher and its scripts on a machine whose programs are what a test says: nothing else is on the
/// path, and whatever is called writes itself down.
/// </summary>
public sealed class StubbedMachine : IDisposable
{
    /// <summary>What the scripts use that is on every system.</summary>
    private static readonly string[] SystemPrograms =
        ["basename", "cat", "dirname", "env", "find", "flock", "grep", "mkdir", "mv", "readlink", "sed", "sh", "true"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("decentral-launcher-");

    public StubbedMachine()
    {
        Directory.CreateDirectory(In("bin"));
        Directory.CreateDirectory(In("stubs"));
        File.WriteAllText(In("stub"), $"""
            #!/bin/sh
            name=$(basename "$0")
            echo "$name $*" >> '{In("calls")}'
            . '{In("stubs")}'/"$name"

            """);
        ProgramRun.Of(new ProcessStartInfo("chmod", ["+x", In("stub")])).EndedWith(0);
        foreach (var program in SystemPrograms)
        {
            File.CreateSymbolicLink(In("bin", program), Find(program));
        }

        Copy("deploy");
    }

    /// <summary>Where the copy of the repository is.</summary>
    public string Path => _folder.FullName;

    /// <summary>The calls of stubs so far, each a line.</summary>
    public string[] Calls => File.Exists(In("calls")) ? File.ReadAllLines(In("calls")) : [];

    /// <summary>All that the build needs.</summary>
    public StubbedMachine WithTools() => With("dotnet").With("cmake").With("make").With("c++");

    /// <summary>The launcher and all that it builds from.</summary>
    public StubbedMachine WithSources()
    {
        foreach (var file in (string[])["decentral", "Directory.Build.props", "Directory.Packages.props", "global.json"])
        {
            File.Copy(Repository.PathOf(file), In(file));
        }

        Copy("src");
        return this;
    }

    /// <summary>A program that does what the shell is told, after writing down how it was called.</summary>
    /// <remarks>
    /// All are one file, made early: one that was just written cannot be run while another thread starts a process.
    /// </remarks>
    public StubbedMachine With(string name, string script = "")
    {
        File.WriteAllText(In("stubs", name), script + "\n");
        File.Delete(In("bin", name));
        File.CreateSymbolicLink(In("bin", name), In("stub"));
        return this;
    }

    /// <summary>A program that this machine lacks.</summary>
    public StubbedMachine Without(string name)
    {
        File.Delete(In("bin", name));
        return this;
    }

    /// <summary>An apt that knows every package.</summary>
    public StubbedMachine WithApt(string aptGet = "") => With("apt-get", aptGet).With("apt-cache");

    /// <summary>Whoever starts the scripts.</summary>
    public StubbedMachine AsUser(int id) => With("id", $"echo {id}");

    /// <summary>Says that the program has been built from the sources as they are.</summary>
    public StubbedMachine Built()
    {
        Directory.CreateDirectory(In("artifacts"));
        File.WriteAllText(In("artifacts", "built"), $"LIBTORCH={Libtorch}\n");
        return this;
    }

    /// <summary>Puts the real program where the launcher looks for it.</summary>
    public StubbedMachine WithRealProgram()
    {
        Directory.CreateDirectory(In("artifacts", "bin", "Decentral.Cli"));
        Directory.CreateSymbolicLink(In("artifacts", "bin", "Decentral.Cli", "release"), AppContext.BaseDirectory);
        return Without("dotnet").Linked("dotnet");
    }

    /// <summary>Runs one of the scripts with a libtorch of the user's own: the system's may be there or not.</summary>
    internal ProgramRun Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(In(script), arguments) { WorkingDirectory = Path };
        start.Environment["PATH"] = In("bin");
        start.Environment["LIBTORCH"] = Libtorch;
        return ProgramRun.Of(start);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private const string Libtorch = "/opt/libtorch";

    private static string Find(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Select(folder => System.IO.Path.Combine(folder, program))
        .First(File.Exists);

    private StubbedMachine Linked(string program)
    {
        File.CreateSymbolicLink(In("bin", program), Find(program));
        return this;
    }

    private void Copy(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories))
        {
            var copy = In(folder, System.IO.Path.GetRelativePath(Repository.PathOf(folder), file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private string In(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);
}
