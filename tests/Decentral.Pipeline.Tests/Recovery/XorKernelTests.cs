using Decentral.Pipeline.Recovery;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Pipeline.Tests.Recovery;

public sealed class XorKernelTests
{
    [Fact]
    public void Add_AnyLengths_EqualsTheReferenceAndLeavesTheRest() =>
        Prop.ForAll(Gen.Choose(0, 300).ToArbitrary(), Gen.Choose(0, 40).ToArbitrary(), (length, rest) =>
        {
            var (fast, reference) = (Values.Bytes(length + rest, "sum"), Values.Bytes(length + rest, "sum"));
            var part = Values.Bytes(length, "part");

            XorKernel.Add(fast, part);
            XorKernel.AddReference(reference, part);

            Assert.Equal(reference, fast);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AddReference_KnownBytes_AreExclusiveOr()
    {
        byte[] sum = [0b1100, 0xFF, 7];

        XorKernel.AddReference(sum, [0b1010, 0xFF]);

        Assert.Equal([0b0110, 0, 7], sum);
    }

    [Fact]
    public void Add_PartLongerThanTheSum_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => XorKernel.Add(new byte[2], new byte[3]));
}
