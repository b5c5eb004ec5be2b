using Decentral.Actors.Nodes.Hubs;
using Decentral.Actors.Nodes.Security;
using Decentral.Cli.Commands;
using Decentral.Cli.Tests.Commands;

namespace Decentral.Cli.Tests.Joining;

/// <summary>What <c>node</c> says before it dials anybody.</summary>
public sealed class JoinOptionsTests : IDisposable
{
    private readonly RecordedHost _recorded = new();

    public void Dispose() => _recorded.Dispose();

    [Fact]
    public async Task Node_ClientCertificateForAnotherName_IsAMistake()
    {
        await RunAsync("keys", "authority", "--out", "ca");
        await RunAsync("keys", "node", "--authority", "ca", "--name", "ada", "--out", "ada");

        var code = await RunAsync(
            "node", "--join", "https://127.0.0.1:9", "--name", "bob", "--client-certificate", At("ada", "client-certificate.pem"),
            "--client-key", At("ada", "client-key.pem"));

        Assert.Equal(2, code);
        Assert.Contains("--name: expected 'ada'", _recorded.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_ClientCertificateWithoutItsKey_IsAMistake()
    {
        Assert.Equal(2, await RunAsync("node", "--join", "https://127.0.0.1:9", "--client-certificate", "some.pem"));

        Assert.Contains("go together", _recorded.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_AuthorityBesideATokenThatNamesTheHub_IsAMistake()
    {
        await RunAsync("keys", "authority", "--out", "ca");
        var token = JoinToken.Create(new byte[32]).ToString();

        var code = await RunAsync(
            "node", "--join", "https://127.0.0.1:9", "--keys", At("nodes"), "--token", token, "--authority", At("ca", "authority.pem"));

        Assert.Equal(2, code);
        Assert.Contains("leave --authority out", _recorded.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_AuthorityWithoutAHub_IsAMistake()
    {
        Assert.Equal(2, await RunAsync("node", "--authority", "ca.pem"));

        Assert.Contains("name it by --join URL", _recorded.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--lease", "5", "add --listen URL")]
    [InlineData("--require-client-certificate", "ca.pem", "add --listen URL")]
    [InlineData("--listen", "https://127.0.0.1:0", "none.pem: expected certificates", "--require-client-certificate", "none.pem")]
    [InlineData("--listen", "http://127.0.0.1:0", "expected https", "--keys", "keys")]
    public async Task Train_OptionsOfAHubThatDoNotFit_AreAMistake(
        string option, string value, string message, params string[] further)
    {
        Assert.Equal(2, await RunAsync(["train", "--set", "inner.steps=1000", option, value, .. further]));

        Assert.Contains(message, _recorded.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 11)]
    [InlineData(65_536, HubOptions.MostMembers)]
    public async Task Train_LimitOfMembers_IsThatOfTheHubAsFarAsAHubGoes(int members, int nodes)
    {
        var runtime = RecordedRuntime.Successful();

        await new CommandLineApp(_recorded.Host, [TrainCommand.Create(_recorded.Host, runtime)]).RunAsync(
            "train", "--set", "inner.steps=1000", "--set", $"limits.members={members}", "--listen", "https://127.0.0.1:0");

        Assert.Equal(nodes, runtime.Listen?.MaxNodes);
    }

    private string At(params string[] parts) => Path.Combine([_recorded.Folder, .. parts]);

    private Task<int> RunAsync(params string[] arguments) => new CommandLineApp(
        _recorded.Host,
        [
            KeysCommand.Create(_recorded.Host),
            NodeCommand.Create(_recorded.Host),
            TrainCommand.Create(_recorded.Host, RecordedRuntime.Successful()),
        ]).RunAsync(arguments);
}
