using Decentral.Models.Data;

namespace Decentral.Models.Tests.Data;

public sealed class CodeReferenceTests
{
    [Theory]
    [InlineData("T:System.Collections.BitArray", "BitArray")]
    [InlineData("T:System.Collections.Generic.List`1", "List")]
    [InlineData("T:System.Collections.Generic.Dictionary`2.KeyCollection", "KeyCollection")]
    [InlineData("M:System.Text.Rune.#ctor(System.Char)", "Rune")]
    [InlineData("M:System.Collections.Generic.List`1.Add(`0)", "List.Add")]
    [InlineData("M:System.Linq.Enumerable.Select``2(System.Collections.Generic.IEnumerable{``0})", "Enumerable.Select")]
    [InlineData("F:System.Int32.MaxValue", "Int32.MaxValue")]
    [InlineData("P:System.String.Length", "String.Length")]
    [InlineData("N:System.IO", "System.IO")]
    [InlineData("!:Unresolved.Name", "Unresolved.Name")]
    [InlineData("BitArray", "BitArray")]
    [InlineData("", "")]
    public void ToReadable_Reference_IsWhatAReaderWouldSay(string reference, string expected) =>
        Assert.Equal(expected, CodeReference.ToReadable(reference));

    [Theory]
    [InlineData("T:System.Collections.BitArray", "System.Collections.BitArray")]
    [InlineData("M:System.Text.Rune.#ctor(System.Char)", "System.Text.Rune")]
    [InlineData("M:System.Decimal.op_Explicit(System.Decimal)~System.Byte", "System.Decimal")]
    [InlineData("P:System.String.Length", "System.String")]
    [InlineData("F:Lonely", "Lonely")]
    public void TypeOf_Reference_IsTheTypeItBelongsTo(string reference, string expected) =>
        Assert.Equal(expected, CodeReference.TypeOf(reference));
}
