using Decentral.Actors;
using Decentral.Actors.Nodes.Security;
using Decentral.Cli.Keys;
using Decentral.Cli.Listening;
using Decentral.Cli.Tests.Commands;

namespace Decentral.Cli.Tests.Keys;

public sealed class KeyWatchTests : IAsyncDisposable
{
    private readonly RecordedHost _recorded = new();
    private readonly List<string> _warnings = [];
    private readonly HubKeyFolder _folder;
    private readonly KeyWatch _watch;

    public KeyWatchTests()
    {
        _folder = HubKeyFolder.Open(Keys, ["localhost"], DateTimeOffset.UtcNow);
        _watch = Watch();
    }

    private string Keys => Path.Combine(_recorded.Folder, "keys");

    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        _recorded.Dispose();
    }

    [Fact]
    public void Look_NodeWasGivenACertificate_WritesItDown()
    {
        var issued = Issue("ada");

        _watch.Look();

        Assert.Equal(issued.Serial, Assert.Single(_folder.Register.Read().Nodes).Serial);
    }

    [Fact]
    public void Look_AnotherProcessRevokes_TheHubKnows()
    {
        var issued = Issue("ada");
        _watch.Look();
        var token = _folder.UsableToken(DateTimeOffset.UtcNow)!;

        HubKeyFolder.RegisterOf(Keys).Update(register => register
            .RevokeNode("ada", DateTimeOffset.UtcNow)
            .RevokeToken(KeyRegister.DigestOf(token), DateTimeOffset.UtcNow, withNodes: false));
        _watch.Look();

        Assert.Contains(issued.Serial, _folder.Keys.Revoked.Serials);
        Assert.NotNull(_folder.Keys.Revoked.WhenRevoked(new NodeId("ada")));
        Assert.True(_folder.Keys.Tokens.Find(token.Secret.Span)!.IsRevoked);
    }

    [Fact]
    public void LookIfChanged_TokenWasMadeJustNow_TheHubKnows()
    {
        var token = HubKeyFolder.NewToken(Keys);
        _watch.LookIfChanged();
        Assert.Null(_folder.Keys.Tokens.Find(token.Secret.Span));

        _folder.Register.Update(register => register.Add(
            new RegisteredToken(KeyRegister.DigestOf(token), "", DateTimeOffset.UtcNow)));
        File.SetLastWriteTimeUtc(Path.Combine(Keys, "register.json"), DateTime.UtcNow.AddSeconds(1));
        _watch.LookIfChanged();

        Assert.NotNull(_folder.Keys.Tokens.Find(token.Secret.Span));
    }

    [Fact]
    public void Look_RegisterIsDamaged_WarnsOnceAndKeepsWhatItKnew()
    {
        var issued = Issue("ada");
        _watch.Look();
        _folder.Register.Update(register => register.RevokeNode("ada", DateTimeOffset.UtcNow));
        _watch.Look();
        var path = Path.Combine(Keys, "register.json");
        var whole = File.ReadAllText(path);
        File.WriteAllText(path, whole[..^20]);
        Issue("bob");

        _watch.Look();
        _watch.Look();

        Assert.Contains("register.json", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Contains(issued.Serial, _folder.Keys.Revoked.Serials);

        File.WriteAllText(path, whole);
        _watch.Look();
        Assert.Equal(["ada", "bob"], _folder.Register.Read().Nodes.Select(node => node.Name));
    }

    [Fact]
    public async Task Dispose_SomethingToWriteDown_WritesIt()
    {
        await using (var watch = Watch())
        {
            watch.Note(new IssuedCertificate(new NodeId("ada"), Guid.NewGuid(), null, DateTimeOffset.UtcNow));
        }

        Assert.Equal("ada", Assert.Single(_folder.Register.Read().Nodes).Name);
    }

    private KeyWatch Watch() =>
        new(_folder.Register, _folder.Keys.Tokens, _folder.Keys.Revoked, new StoppedTime(), _warnings.Add);

    private IssuedCertificate Issue(string node)
    {
        var issued = new IssuedCertificate(new NodeId(node), Guid.NewGuid(), null, DateTimeOffset.UtcNow);
        _watch.Note(issued);
        return issued;
    }

    /// <summary>Looks are made by the tests alone.</summary>
    private sealed class StoppedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new StoppedTimer();
    }

    private sealed class StoppedTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
