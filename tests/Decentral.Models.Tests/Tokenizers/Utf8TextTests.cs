using System.Text;
using System.Text.Unicode;
using Decentral.Models.Tokenizers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Tokenizers;

public sealed class Utf8TextTests
{
    [Fact]
    public void LengthOfWholeCharacters_AnyCutOfAnyText_KeepsAllButAStartedCharacter() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            var bytes = Encoding.UTF8.GetBytes("aé€😀" + text.Get);
            for (var cut = 0; cut <= bytes.Length; cut++)
            {
                var length = Utf8Text.LengthOfWholeCharacters(bytes.AsSpan(0, cut));

                Assert.True(Utf8.IsValid(bytes.AsSpan(0, length)));
                Assert.InRange(cut - length, 0, 3);
                Assert.True(length == cut || !Utf8.IsValid(bytes.AsSpan(0, cut)));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void FindFault_AnyBytes_AgreesWithTheDecoder() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            var fault = Utf8Text.FindFault(bytes);

            Assert.Equal(Utf8.IsValid(bytes) && !bytes.Contains((byte)0), fault is null);
            Assert.True(fault is null || Utf8.IsValid(bytes.AsSpan(0, fault.Value.Offset)));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("6162 00 63", 2, "NUL")]
    [InlineData("61 C3A9 FF", 3, "0xFF is not UTF-8")]
    [InlineData("61 C3 62", 1, "0xC3 is not UTF-8")]
    [InlineData("61 EDA080", 1, "0xED is not UTF-8")]
    [InlineData("FF 00", 0, "0xFF is not UTF-8")]
    public void FindFault_NotText_SaysWhereAndWhy(string hex, int offset, string reason)
    {
        var fault = Utf8Text.FindFault(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

        Assert.Equal(offset, fault?.Offset);
        Assert.Contains(reason, fault?.Reason, StringComparison.Ordinal);
    }
}
