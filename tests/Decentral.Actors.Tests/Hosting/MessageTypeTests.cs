using System.Text;
using Decentral.Actors.Hosting;
using Decentral.Measuring;

namespace Decentral.Actors.Tests.Hosting;

public sealed class MessageTypeTests
{
    [Fact]
    public void Of_Struct_CarriesItWithoutAllocating()
    {
        var receiver = new Receiver();
        // The first rounds fill the pool and compile.
        Deliver(receiver, 1000);

        Assert.Equal(0, Allocations.OfWarm(() => Deliver(receiver, 1000)));
        Assert.InRange(receiver.Count, 2000, 51_000);
        Assert.Equal(receiver.Count * 7L, receiver.Sum);
    }

    [Fact]
    public void Of_MoreStructsThanThePoolHolds_KeepsEveryValue()
    {
        var receiver = new Receiver();
        Envelope[] carried = [.. Enumerable.Range(0, 10_000).Select(value => Envelope.Of(new Small(value, 0), ActorRef.None))];

        foreach (var envelope in carried)
        {
            Assert.True(envelope.Type!.TryDeliver(receiver, envelope.Carried));
        }

        Assert.Equal(Enumerable.Range(0, 10_000).Sum(value => (long)value), receiver.Sum);
    }

    [Fact]
    public async Task Of_StructsFromManyThreads_KeepsEveryValue()
    {
        var sums = await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(
            () =>
            {
                var receiver = new Receiver();
                for (var round = 0; round < 100; round++)
                {
                    Envelope[] carried =
                        [.. Enumerable.Range(0, 200).Select(value => Envelope.Of(new Small(value, thread), ActorRef.None))];
                    Array.ForEach(carried, envelope => envelope.Type!.TryDeliver(receiver, envelope.Carried));
                }

                return receiver.Sum;
            },
            TestContext.Current.CancellationToken)));

        Assert.All(sums.Index(), sum => Assert.Equal(100 * ((199 * 100) + (200 * sum.Index)), sum.Item));
    }

    [Fact]
    public void Of_StructByItsInterface_IsDeliveredAsTheStruct()
    {
        var receiver = new Receiver();
        IFormattable message = new Small(5, 0);

        var envelope = Envelope.Of(message, ActorRef.None);

        Assert.True(envelope.Type!.TryDeliver(receiver, envelope.Carried));
        Assert.Equal(5, receiver.Sum);
        Assert.Same(MessageType<Small>.Instance, envelope.Type);
    }

    [Fact]
    public void Of_DerivedClass_ReachesAReceiverOfItsBase()
    {
        var receiver = new Receiver();
        Base message = new Derived();

        var envelope = Envelope.Of(message, ActorRef.None);

        Assert.Same(MessageType<Derived>.Instance, envelope.Type);
        Assert.True(envelope.Type!.TryDeliver(receiver, envelope.Carried));
        Assert.Same(message, receiver.LastBase);
    }

    [Fact]
    public void TryDeliver_NotTaken_LeavesItCarried()
    {
        var envelope = Envelope.Of(new Other(), ActorRef.None);

        Assert.False(envelope.Type!.TryDeliver(new Receiver(), envelope.Carried));
        Assert.IsType<Other>(envelope.Type.Open(envelope.Carried));
    }

    [Fact]
    public void Peek_Struct_GivesItWithoutAllocatingAndKeepsItCarried()
    {
        var receiver = new Receiver();
        var type = MessageType<Small>.Instance;
        var carried = type.Carry(new Small(3, 4));
        _ = type.Peek(carried);

        Assert.Equal(0, Allocations.OfWarm(() => type.Peek(carried)));
        Assert.Equal(new Small(3, 4), type.Peek(carried));
        Assert.True(type.TryDeliver(receiver, carried));
        Assert.Equal(7, receiver.Sum);
    }

    [Fact]
    public void Peek_Class_GivesTheMessageItself()
    {
        var message = new Derived();
        var type = MessageType<Derived>.Instance;

        Assert.Same(message, type.Peek(type.Carry(message)));
    }

    [Fact]
    public void Release_MessageThatOwnsSomething_DisposesOfIt()
    {
        var disposed = 0;
        var ofClass = Envelope.Of(new Owner(() => disposed++), ActorRef.None);
        var ofStruct = Envelope.Of(new StructOwner(() => disposed++), ActorRef.None);

        ofClass.Release();
        ofStruct.Release();

        Assert.Equal(2, disposed);
    }

    [Fact]
    public void TraceId_OfTypes_IsTheHashOfTheirNames()
    {
        Assert.Equal(StableHash.Of(typeof(Small).FullName), MessageType<Small>.Instance.TraceId);
        Assert.NotEqual(MessageType<Small>.Instance.TraceId, MessageType<Other>.Instance.TraceId);
    }

    [Theory]
    [InlineData("", 0xCBF29CE484222325)]
    [InlineData("a", 0xAF63DC4C8601EC8C)]
    [InlineData("foobar", 0x85944171F73967E8)]
    public void StableHash_KnownTexts_GivesThePublishedValues(string text, ulong expected)
    {
        Assert.Equal(expected, StableHash.Of(text));
        Assert.Equal(expected, StableHash.OfAscii(Encoding.ASCII.GetBytes(text)));
    }

    private static void Deliver(Receiver receiver, int count)
    {
        for (var index = 0; index < count; index++)
        {
            var envelope = Envelope.Of(new Small(3, 4), ActorRef.None);
            envelope.Type!.TryDeliver(receiver, envelope.Carried);
        }
    }

    private readonly record struct Small(long First, long Second) : IFormattable
    {
        public string ToString(string? format, IFormatProvider? formatProvider) => "small";
    }

    private readonly record struct Other;

    private record Base;

    private sealed record Derived : Base;

    private sealed record Owner(Action OnDispose) : IDisposable
    {
        public void Dispose() => OnDispose();
    }

    private readonly record struct StructOwner(Action OnDispose) : IDisposable
    {
        public void Dispose() => OnDispose();
    }

    private sealed class Receiver : Actor, IReceive<Small>, IReceive<Base>
    {
        public long Sum { get; private set; }

        public int Count { get; private set; }

        public Base? LastBase { get; private set; }

        public void Receive(Small message)
        {
            Sum += message.First + message.Second;
            Count++;
        }

        public void Receive(Base message) => LastBase = message;
    }
}
