using Decentral.Actors.Nodes.Security;

namespace Decentral.Actors.Nodes.Tests.Security;

public sealed class TokenRegisterTests
{
    private static readonly DateTimeOffset Made = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Find_TokenOfTheRegister_GivesItUntilItIsReplaced()
    {
        var (first, second) = (JoinToken.Create([]), JoinToken.Create([]));
        var (one, other) = (GrantOf(first), GrantOf(second));
        var register = new TokenRegister([one]);

        Assert.Same(one, register.Find(first.Secret.Span));
        Assert.Null(register.Find(second.Secret.Span));

        register.Replace([one with { IsRevoked = true }, other]);

        Assert.True(register.Find(first.Secret.Span)!.IsRevoked);
        Assert.Same(other, register.Find(second.Secret.Span));
    }

    [Fact]
    public void Find_NothingRegistered_FindsNothing() => Assert.Null(new TokenRegister([]).Find([]));

    private static TokenGrant GrantOf(JoinToken token) => new(TokenRegister.DigestOf(token), Made);
}
