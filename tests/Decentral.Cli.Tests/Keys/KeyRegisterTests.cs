using Decentral.Actors;
using Decentral.Actors.Nodes.Security;
using Decentral.Cli.Keys;

namespace Decentral.Cli.Tests.Keys;

public sealed class KeyRegisterTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string Digest = new('a', 64);

    private readonly KeyRegister _register = KeyRegister.Of(new RegisteredToken(Digest, "first", Start));

    [Fact]
    public void Note_LaterCertificate_MovesTheLastTimeAlone()
    {
        var serial = Guid.NewGuid();

        var noted = _register.Note([Issued("ada", serial, Start)])
            .Note([Issued("ada", serial, Start.AddDays(1)) with { Token = null }]);

        Assert.Equal([new RegisteredNode("ada", serial, Digest, Start, Start.AddDays(1))], noted.Nodes);
    }

    [Fact]
    public void Note_MoreThanAreRemembered_ForgetsTheOldestButNoneThatIsRevoked()
    {
        var full = _register.Note([Issued("revoked", Guid.NewGuid(), Start)]).RevokeNode("revoked", Start)
            .Note(Enumerable.Range(1, KeyRegister.MaxNodes - 1).Select(
                index => Issued($"n{index}", Guid.NewGuid(), Start.AddMinutes(index))));

        var noted = full.Note([Issued("new", Guid.NewGuid(), Start.AddYears(1))]);

        Assert.Equal(KeyRegister.MaxNodes, noted.Nodes.Length);
        Assert.Equal(["n1"], full.Nodes.Except(noted.Nodes).Select(node => node.Name));
        Assert.Contains(noted.Nodes, node => node.Name == "revoked");
    }

    /// <summary>The clock was set back in between: the order in which things were done counts.</summary>
    [Fact]
    public void Add_AfterARevocation_IsYoungerWhateverTheClockSays()
    {
        var revoked = _register.Note([Issued("ada", Guid.NewGuid(), Start)]).RevokeNode("ada", Start.AddDays(-9));
        var when = Assert.Single(revoked.RevokedNames()).Value;

        var added = revoked.Add(new RegisteredToken(new string('b', 64), "", Start.AddDays(-9)));

        Assert.True(added.Tokens[0].Created <= when);
        Assert.True(added.Tokens[1].Created > when);
    }

    [Fact]
    public void RevokeToken_WithNodes_RevokesThoseOfThatTokenAndWhoIsNotedLate()
    {
        var (mine, other) = (Guid.NewGuid(), Guid.NewGuid());
        var noted = _register.Note([Issued("mine", mine, Start), Issued("other", other, Start) with { Token = new byte[32] }]);

        var revoked = noted.RevokeToken(Digest, Start.AddDays(1), withNodes: true);
        var late = Guid.NewGuid();
        var after = revoked.Note([Issued("late", late, Start.AddDays(1))]);

        Assert.Equal([mine], revoked.RevokedSerials());
        Assert.Equal([mine, late], after.RevokedSerials());
        Assert.True(Assert.Single(after.Grants()).IsRevoked);
    }

    private static IssuedCertificate Issued(string node, Guid serial, DateTimeOffset at) =>
        new(new NodeId(node), serial, Convert.FromHexString(Digest), at);
}
