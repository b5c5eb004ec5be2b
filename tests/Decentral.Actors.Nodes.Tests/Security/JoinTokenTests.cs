using Decentral.Actors.Nodes.Security;

namespace Decentral.Actors.Nodes.Tests.Security;

public sealed class JoinTokenTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    public void TryParse_Written_GivesTheSame(int pinBytes)
    {
        var pin = Enumerable.Range(0, pinBytes).Select(value => (byte)value).ToArray();
        var token = JoinToken.Create(pin);

        Assert.True(JoinToken.TryParse($" {token}\n", out var read, out var reason));

        Assert.Null(reason);
        Assert.Equal(token.Secret.ToArray(), read.Secret.ToArray());
        Assert.Equal(pin, read.Pin.ToArray());
    }

    [Fact]
    public void Create_Twice_GivesDifferentSecrets() =>
        Assert.NotEqual(JoinToken.Create([]).ToString(), JoinToken.Create([]).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("dct1-")]
    [InlineData("dct1-!!!!")]
    public void TryParse_SomethingElse_SaysWhatToDo(string? text)
    {
        Assert.False(JoinToken.TryParse(text, out _, out var reason));

        Assert.Contains("copy it", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_OneCharacterShort_IsRefusedWithoutShowingIt()
    {
        var token = JoinToken.Create(new byte[32]).ToString();

        Assert.False(JoinToken.TryParse(token[..^1], out _, out var reason));

        Assert.DoesNotContain(token[5..20], reason, StringComparison.Ordinal);
    }
}
