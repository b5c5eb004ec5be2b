namespace Decentral.EndToEnd.Launcher;

/// <summary>What the first start installs, and what it says where it cannot.</summary>
public sealed class InstallTests : IDisposable
{
    private const int Done = 0;
    private const int Mistake = 2;
    private const int Root = 0;
    private const int Person = 1000;
    private const string Script = "deploy/install.sh";
    private const string Sudo = """if [ "$1" = -n ]; then shift; fi; exec "$@" """;

    private readonly StubbedMachine _machine = new StubbedMachine().WithTools();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Install_NothingMissing_SaysNothingAndCallsNoApt()
    {
        var run = _machine.WithApt().AsUser(Root).Run(Script).EndedWith(Done);

        Assert.Equal(("", ""), (run.Output, run.Errors));
        Assert.Equal(["dotnet --version"], _machine.Calls);
    }

    [Fact]
    public void Install_ToolsMissingForRoot_SaysWhichAndWhyAndInstallsThem()
    {
        var run = _machine.Without("cmake").Without("c++").WithApt().AsUser(Root).Run(Script).EndedWith(Done);

        Assert.Empty(run.Output);
        Assert.Equal(
            """
            Missing: cmake (configures the native part, which calls libtorch)
            Missing: g++ (compiles the native part)
            Installing with apt: cmake g++

            """,
            run.Errors);
        Assert.Equal(
            [
                "dotnet --version", "id -u",
                "apt-get -qq -o DPkg::Lock::Timeout=300 update",
                "apt-cache show cmake", "apt-cache show g++",
                "apt-get -qq -o DPkg::Lock::Timeout=300 install -y --no-install-recommends cmake g++",
            ],
            _machine.Calls);
    }

    [Fact]
    public void Install_ForAPersonWithSudo_TakesItForAptAlone()
    {
        _machine.Without("make").WithApt().AsUser(Person).With("sudo", Sudo).Run(Script).EndedWith(Done);

        Assert.Equal(
            [
                "sudo -n true",
                "sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 update",
                "sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 install -y "
                    + "--no-install-recommends make",
            ],
            _machine.Calls.Where(call => call.StartsWith("sudo", StringComparison.Ordinal)));
    }

    [Fact]
    public void Install_SdkMissing_SaysWhereElseItIs()
    {
        var run = _machine.Without("dotnet").AsUser(Root).Run(Script).EndedWith(Mistake);

        Assert.Equal(
            """
            Missing: dotnet-sdk-10.0 (builds and runs everything here)
            This system has no apt-get. Install by hand, then start again: apt-get install dotnet-sdk-10.0
            The .NET 10 SDK is also at https://dotnet.microsoft.com/download.

            """,
            run.Errors);
    }

    [Fact]
    public void Install_NoApt_SaysWhatToInstallByHand() => RefusesBecause(
        "This system has no apt-get.", _machine.Without("cmake").Without("make").AsUser(Root));

    [Fact]
    public void Install_NoRightsAndNoSudo_SaysWhatToInstallByHand() => RefusesBecause(
        "Installing takes root's rights, and there is no sudo.",
        _machine.Without("cmake").Without("make").WithApt().AsUser(Person));

    [Fact]
    public void Install_SudoThatWouldAskWithoutATerminal_SaysWhatToInstallByHand() => RefusesBecause(
        "Installing takes root's rights, and sudo cannot ask for a password.",
        _machine.Without("cmake").Without("make").WithApt().AsUser(Person).With("sudo", "exit 1"));

    [Fact]
    public void Install_PackageUnknownToApt_SaysWhatToInstallByHand() => RefusesBecause(
        "apt knows no package cmake here (on Ubuntu, enable universe).",
        _machine.Without("cmake").Without("make").WithApt().AsUser(Root).With("apt-cache", "exit 100"));

    [Fact]
    public void Install_AptFails_SaysWhatToInstallByHand() => RefusesBecause(
        "apt could not install them.",
        _machine.Without("cmake").Without("make").AsUser(Root).WithApt("""case "$*" in *install*) exit 100 ;; esac"""));

    [Fact]
    public void Install_ListsThatCannotBeRefreshed_GoesOnWithThoseThatAreThere()
    {
        _machine.Without("make").AsUser(Root).WithApt("""case "$*" in *update*) exit 100 ;; esac""");

        var run = _machine.Run(Script).EndedWith(Done);

        Assert.Contains(
            "The package lists could not be refreshed; going on with those that are here.", run.Errors,
            StringComparison.Ordinal);
    }

    private static void RefusesBecause(string reason, StubbedMachine machine)
    {
        var run = machine.Run(Script).EndedWith(Mistake);

        Assert.Empty(run.Output);
        Assert.EndsWith(
            $"{reason} Install by hand, then start again: apt-get install cmake make\n", run.Errors,
            StringComparison.Ordinal);
    }
}
