using Decentral.Actors.Nodes.Security;

namespace Decentral.Actors.Nodes.Tests.Security;

public sealed class TokenRegisterTests
{
    [Fact]
    public void Accepts_TokenOfTheRegister_UntilItIsRevoked()
    {
        var (first, second) = (JoinToken.Create([]), JoinToken.Create([]));
        var register = new TokenRegister([TokenRegister.DigestOf(first)]);

        Assert.True(register.Accepts(first.Secret.Span));
        Assert.False(register.Accepts(second.Secret.Span));

        register.Add(TokenRegister.DigestOf(second));
        Assert.True(register.Accepts(second.Secret.Span));

        Assert.True(register.Revoke(TokenRegister.DigestOf(first)));
        Assert.False(register.Revoke(TokenRegister.DigestOf(first)));
        Assert.False(register.Accepts(first.Secret.Span));
        Assert.True(register.Accepts(second.Secret.Span));
    }

    [Fact]
    public void Accepts_NothingRegistered_RefusesEverything() => Assert.False(new TokenRegister([]).Accepts([]));
}
