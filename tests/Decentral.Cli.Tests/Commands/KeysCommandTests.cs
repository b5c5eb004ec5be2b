using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Decentral.Actors;
using Decentral.Actors.Nodes.Security;
using Decentral.Cli.Commands;
using Decentral.Cli.Keys;
using Decentral.Cli.Listening;

namespace Decentral.Cli.Tests.Commands;

public sealed class KeysCommandTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly RecordedHost _recorded = new();

    public void Dispose() => _recorded.Dispose();

    [Fact]
    public async Task Authority_NewFolder_MakesFilesThatOnlyTheirOwnerReads()
    {
        Assert.Equal(0, await RunAsync("keys authority --out ca"));

        using var authority = AuthorityFolder.Open(At("ca"), Now);
        Assert.True(authority.HasPrivateKey);
        Assert.InRange(authority.NotAfter - Now.LocalDateTime, TimeSpan.FromDays(3640), TimeSpan.FromDays(3660));
        AssertSecret("ca");
    }

    [Fact]
    public async Task Authority_FolderWithSomething_IsNotTouched()
    {
        await RunAsync("keys authority --out ca");
        var before = File.ReadAllText(At("ca", AuthorityFolder.Certificate));

        Assert.Equal(2, await RunAsync("keys authority --out ca"));

        Assert.Contains("expected a new or empty folder", _recorded.Errors, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(At("ca", AuthorityFolder.Certificate)));
    }

    [Fact]
    public async Task Hub_OfAnAuthority_HasATokenThatNamesTheAuthority()
    {
        await MakeHub();

        using var authority = AuthorityFolder.Open(At("ca"), Now);
        var keys = HubKeyFolder.Open(At("hub"), [], Now);
        Assert.Equal(HubCertificate.PinOf(authority), keys.UsableToken(Now)!.Pin.ToArray());
        Assert.Equal(["hub.example", "10.0.0.7"], keys.Hosts());
        AssertSecret("hub");
    }

    [Fact]
    public async Task Hub_FolderOfAHub_RenewsTheCertificateAlone()
    {
        await MakeHub();
        var before = Files("hub");

        Assert.Equal(0, await RunAsync("keys hub --authority ca --host other.example --out hub --days 30"));

        var after = Files("hub");
        var changed = after.Keys.Where(file => before[file] != after[file]).Order(StringComparer.Ordinal);
        Assert.Equal(["certificate-key.pem", "certificate.pem"], changed);
        Assert.Equal(["other.example"], HubKeyFolder.Open(At("hub"), [], Now).Hosts());
    }

    [Fact]
    public async Task Hub_FolderOfAnotherAuthority_IsRefusedSinceTokensNameTheFirst()
    {
        await MakeHub();
        await RunAsync("keys authority --out other");
        var before = Files("hub");

        Assert.Equal(2, await RunAsync("keys hub --authority other --host hub.example --out hub"));

        Assert.Contains("name another certificate or authority", _recorded.Errors, StringComparison.Ordinal);
        Assert.Equal(before, Files("hub"));
    }

    [Fact]
    public async Task Hub_CertificateFromElsewhere_LeavesTrustToTheSystemAndSendsTheChain()
    {
        using var root = CertificateAuthority.Create(Now, TimeSpan.FromDays(9));
        using var certificate = HubCertificate.Issue(root, ["hub.example"], Now, TimeSpan.FromDays(9));
        using var key = certificate.GetECDsaPrivateKey()!;
        _recorded.Save("cert.pem", certificate.ExportCertificatePem() + "\n" + root.ExportCertificatePem());
        _recorded.Save("key.pem", key.ExportPkcs8PrivateKeyPem());

        Assert.Equal(0, await RunAsync("keys hub --certificate cert.pem --certificate-key key.pem --out hub"));
        Assert.Equal(0, await RunAsync("keys hub --certificate cert.pem --certificate-key key.pem --out hub"));

        var keys = HubKeyFolder.Open(At("hub"), [], Now);
        Assert.True(keys.UsableToken(Now)!.Pin.IsEmpty);
        Assert.Equal(["hub.example"], keys.Hosts());
        Assert.Equal(root.RawData, Assert.Single(keys.Keys.Intermediates).RawData);
    }

    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7")]
    [InlineData("one.wild.example", "one.wild.example")]
    [InlineData("192.168.1.1", "hub.example")]
    [InlineData("[::1]", "hub.example")]
    [InlineData("no_name!", "hub.example")]
    public async Task HostFor_CertificateOfAnAuthority_IsANameThatItIsFor(string reached, string told)
    {
        await RunAsync("keys authority --out ca");
        using var authority = AuthorityFolder.Open(At("ca"), Now);
        string[] hosts = ["*.wild.example", "hub.example", "10.0.0.7"];
        using var certificate = HubCertificate.Issue(authority, hosts, Now, TimeSpan.FromDays(1));
        HubKeyFolder.Certify(At("hub"), certificate, null, HubCertificate.PinOf(authority), Now);

        Assert.Equal(told, HubKeyFolder.Open(At("hub"), [], Now).HostFor(reached));
        Assert.Equal(reached, HubKeyFolder.Open(At("own"), ["localhost"], Now).HostFor(reached));
    }

    [Theory]
    [InlineData("keys hub --out hub", "--authority DIR with --host NAME, or --certificate FILE")]
    [InlineData("keys hub --out hub --authority none --host a", "make one by")]
    [InlineData("keys hub --out hub --authority ca", "--host: expected")]
    [InlineData("keys hub --out hub --authority ca --host https://a", "leave scheme and port out")]
    [InlineData("keys hub --out hub --authority ca --host a --days 0", "--days: expected 1 to")]
    [InlineData("keys hub --out hub --certificate ca/authority.pem --certificate-key ca/authority.pem", "a certificate and its key")]
    [InlineData("keys token --keys ca", "expected a hub's keys")]
    [InlineData("keys token", "either the folder by --keys DIR, or the run by --run RUN")]
    [InlineData("keys node --authority ca --name node --out ca", "expected a new or empty folder")]
    public async Task Keys_Mistake_IsToldAndEndsWithTwo(string line, string message)
    {
        await RunAsync("keys authority --out ca");

        Assert.Equal(2, await RunAsync(line));

        Assert.Contains(message, _recorded.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("d")]
    [InlineData("0d")]
    [InlineData("7y")]
    [InlineData("-7d")]
    public async Task Token_TimeThatCannotBeRead_IsRefused(string time)
    {
        HubKeyFolder.Open(At("hub"), ["localhost"], Now);

        Assert.Equal(2, await RunAsync("keys", "token", "--keys", "hub", $"--expires={time}"));

        Assert.Contains("90m, 12h or 7d", _recorded.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_Made_IsAcceptedAndNowhereOnDisk()
    {
        var first = HubKeyFolder.Open(At("run", "keys"), ["localhost"], Now).UsableToken(Now)!;

        Assert.Equal(0, await RunAsync("keys", "token", "--run", "run", "--expires", "12h", "--label", "for ada"));

        Assert.True(JoinToken.TryParse(_recorded.Output, out var token, out _));
        Assert.Equal(first.Pin.ToArray(), token.Pin.ToArray());
        var grant = HubKeyFolder.Open(At("run", "keys"), [], Now).Keys.Tokens.Find(token.Secret.Span)!;
        Assert.InRange(grant.Expires!.Value - DateTimeOffset.UtcNow, TimeSpan.FromHours(11), TimeSpan.FromHours(12));
        Assert.All(Files("run", "keys").Values, text => Assert.DoesNotContain(token.ToString(), text, StringComparison.Ordinal));
        await RunAsync("keys list --run run");
        Assert.Contains("for ada", _recorded.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoke_Token_LeavesNodesUnlessAskedTo()
    {
        var keys = HubKeyFolder.Open(At("hub"), ["localhost"], Now);
        var digest = TokenRegister.DigestOf(keys.UsableToken(Now)!);
        Note(keys, "ada", digest);
        var id = Convert.ToHexStringLower(digest)[..8];

        Assert.Equal(0, await RunAsync($"keys revoke token:{id} --keys hub"));

        var register = keys.Register.Read();
        Assert.NotNull(Assert.Single(register.Tokens).Revoked);
        Assert.Empty(register.RevokedSerials());
        Assert.Null(HubKeyFolder.Open(At("hub"), [], Now).UsableToken(Now));

        Assert.Equal(0, await RunAsync($"keys revoke token:{id} --keys hub --with-nodes"));

        Assert.Single(keys.Register.Read().RevokedSerials());
        Assert.Contains("1 node that had joined is put out", _recorded.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoke_Node_HoldsAfterARestartAndForTheTokensThatThereAre()
    {
        var keys = HubKeyFolder.Open(At("hub"), ["localhost"], Now);
        var serial = Note(keys, "ada", TokenRegister.DigestOf(keys.UsableToken(Now)!));

        Assert.Equal(0, await RunAsync("keys revoke node:ada --keys hub"));

        var again = HubKeyFolder.Open(At("hub"), [], Now).Keys;
        Assert.Equal([serial], again.Revoked.Serials);
        Assert.True(again.Revoked.WhenRevoked(new NodeId("ada")) >= Now);
        await RunAsync("keys list --keys hub --json");
        using var list = JsonDocument.Parse(_recorded.Output.TrimEnd('\n').Split('\n')[^1]);
        var node = Assert.Single(list.RootElement.GetProperty("nodes").EnumerateArray());
        Assert.Equal("ada", node.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.String, node.GetProperty("revoked").ValueKind);
    }

    [Theory]
    [InlineData("token:12345678", "found 0 of that id; there are token:")]
    [InlineData("token:", "found 0 of that id")]
    [InlineData("node:adda", "Did you mean node:ada?")]
    [InlineData("node:zoe", "'keys list' shows them")]
    [InlineData("ada", "expected token:ID")]
    public async Task Revoke_SomethingUnknown_SaysWhatThereIs(string what, string message)
    {
        var keys = HubKeyFolder.Open(At("hub"), ["localhost"], Now);
        Note(keys, "ada", TokenRegister.DigestOf(keys.UsableToken(Now)!));

        Assert.Equal(2, await RunAsync("keys", "revoke", what, "--keys", "hub"));

        Assert.Contains(message, _recorded.Errors, StringComparison.Ordinal);
    }

    /// <summary>As an earlier build made them.</summary>
    [Fact]
    public async Task Open_FolderWithoutARegister_KnowsItsTokenAndTakesMore()
    {
        var token = HubKeyFolder.Open(At("hub"), ["localhost"], Now).UsableToken(Now)!;
        File.Delete(At("hub", "register.json"));
        File.Delete(At("hub", "register.lock"));

        Assert.Equal(token.ToString(), HubKeyFolder.Open(At("hub"), [], Now).UsableToken(Now)?.ToString());
        Assert.Equal(0, await RunAsync("keys token --keys hub"));

        Assert.Equal(2, HubKeyFolder.RegisterOf(At("hub")).Read().Tokens.Length);
        Assert.NotNull(HubKeyFolder.Open(At("hub"), [], Now).UsableToken(Now));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"version":1,"tokens":[],"nodes":[]}""")]
    [InlineData("""{"version":2,"tokens":[],"nodes":[]}""")]
    [InlineData("""{"version":1,"tokens":[{"digest":"12","label":"","created":"2030-01-01T00:00:00Z"}],"nodes":[]}""")]
    [InlineData("""{"version":1,"tokens":[],"nodes":[],"more":1}""")]
    public async Task Open_RegisterIsDamagedOrGone_SaysSo(string? text)
    {
        HubKeyFolder.Open(At("hub"), ["localhost"], Now);
        File.Delete(At("hub", "register.json"));
        if (text is not null)
        {
            _recorded.Save(Path.Combine("hub", "register.json"), text);
        }

        Assert.Equal(2, await RunAsync("keys list --keys hub"));

        Assert.Contains("register.json: expected the register of tokens and nodes", _recorded.Errors, StringComparison.Ordinal);
    }

    private static Guid Note(HubKeyFolder keys, string node, byte[] token)
    {
        var serial = Guid.NewGuid();
        keys.Register.Update(register => register.Note([new IssuedCertificate(new NodeId(node), serial, token, Now)]));
        return serial;
    }

    private string At(params string[] parts) => Path.Combine([_recorded.Folder, .. parts]);

    private Dictionary<string, string> Files(params string[] folder) =>
        Directory.EnumerateFiles(At(folder)).ToDictionary(path => Path.GetFileName(path), File.ReadAllText);

    private void AssertSecret(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(At(folder), "*.pem"))
        {
            Assert.True(
                OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), path);
        }
    }

    private async Task MakeHub()
    {
        Assert.Equal(0, await RunAsync("keys authority --out ca"));
        Assert.Equal(0, await RunAsync("keys hub --authority ca --host hub.example --host 10.0.0.7 --out hub"));
    }

    private Task<int> RunAsync(string line) => RunAsync(line.Split(' '));

    private Task<int> RunAsync(params string[] arguments) =>
        new CommandLineApp(_recorded.Host, [KeysCommand.Create(_recorded.Host)]).RunAsync(arguments);
}
