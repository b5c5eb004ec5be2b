using System.Buffers.Binary;
using Decentral.Actors.EventSourcing;

namespace Decentral.Conformance.Ledger;

public sealed class DepositedSerializer : IEventSerializer<Deposited>
{
    public ReadOnlyMemory<byte> Write(Deposited journaled)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, journaled.Amount);
        return bytes;
    }

    public Deposited Read(ReadOnlyMemory<byte> bytes) => bytes.Length == sizeof(long)
        ? new Deposited(BinaryPrimitives.ReadInt64LittleEndian(bytes.Span))
        : throw new JournalException($"A deposit has {sizeof(long)} bytes, found {bytes.Length}.");
}
