using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Decentral.Actors.Nodes.Frames;
using Decentral.Wire.Records;

namespace Decentral.Actors.Nodes.Peers;

/// <summary>How a member's peers reach it, and know it, as the hub has it from that member.</summary>
/// <param name="Key">
/// SHA-256 of the public key that it has proved to the hub to be its own; empty where the hub asks for none. A peer
/// that goes by it goes by what the hub knows now: whoever was put out, or has come back with another key, has lost
/// the former one, whatever was signed for that.
/// </param>
/// <param name="Addresses">Where it listens for its peers, as it says itself; none where it does not.</param>
internal sealed record PeerContact(byte[] Key, ImmutableArray<string> Addresses)
{
    /// <summary>Addresses of one member.</summary>
    public const int MaxAddresses = 8;

    /// <summary>Bytes of one address in UTF-8.</summary>
    public const int MaxAddressBytes = 256;

    /// <summary>Of a member that nobody reaches but through the hub.</summary>
    public static PeerContact None { get; } = new([], []);

    public static void Write(ref MessageWriter writer, PeerContact contact)
    {
        writer.BeginRecord(2);
        writer.Write(contact.Key);
        WriteAddresses(ref writer, contact.Addresses);
    }

    public static PeerContact Read(ref MessageReader reader)
    {
        var record = reader.BeginRecord(2);
        var contact = new PeerContact(reader.ReadByteArray(SHA256.HashSizeInBytes), ReadAddresses(ref reader));
        reader.EndRecord(record);
        return contact;
    }

    public static void WriteAll(ref MessageWriter writer, ImmutableArray<PeerContact> contacts)
    {
        writer.WriteCount(contacts.Length);
        foreach (var contact in contacts)
        {
            Write(ref writer, contact);
        }
    }

    public static ImmutableArray<PeerContact> ReadAll(ref MessageReader reader)
    {
        var contacts = ImmutableArray.CreateBuilder<PeerContact>();
        for (var left = reader.ReadCount(MemberFrame.MaxMembers); left > 0; left--)
        {
            contacts.Add(Read(ref reader));
        }

        return contacts.ToImmutable();
    }

    // As bytes, which unlike texts have a bound of the reader's own.
    public static void WriteAddresses(ref MessageWriter writer, ImmutableArray<string> addresses)
    {
        writer.WriteCount(addresses.Length);
        foreach (var address in addresses)
        {
            writer.Write(Encoding.UTF8.GetBytes(address));
        }
    }

    public static ImmutableArray<string> ReadAddresses(ref MessageReader reader)
    {
        var addresses = ImmutableArray.CreateBuilder<string>();
        for (var left = reader.ReadCount(MaxAddresses); left > 0; left--)
        {
            addresses.Add(Encoding.UTF8.GetString(reader.ReadByteArray(MaxAddressBytes)));
        }

        return addresses.ToImmutable();
    }
}
