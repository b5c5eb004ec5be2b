using Decentral.Simulation.Randomness;

namespace Decentral.Training.Tests.Formats;

/// <summary>Makes bytes that no writer gives of those that one gave.</summary>
internal static class Damage
{
    /// <summary>Numbers at their ends, none, no number at all, and headers of much that is not there.</summary>
    private static readonly byte[][] Splinters =
    [
        [0xC0], [0xFF], [0xCF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0xD3, 0x80, 0, 0, 0, 0, 0, 0, 0],
        [0xCB, 0x7F, 0xF8, 0, 0, 0, 0, 0, 0], [0xDD, 0x7F, 0xFF, 0xFF, 0xFF], [0xDB, 0x7F, 0xFF, 0xFF, 0xFF], [0x90], [0xA0],
    ];

    /// <summary>A few bits, bytes or values changed, left out or put in.</summary>
    public static byte[] To(byte[] sound, SeededRandom random)
    {
        var bytes = sound.ToList();
        for (var changes = 1 + random.Below(3); changes > 0; changes--)
        {
            var place = random.Below(bytes.Count);
            switch (random.Below(4))
            {
                case 0:
                    bytes[place] ^= (byte)(1 << random.Below(8));
                    break;
                case 1:
                    bytes[place] = (byte)random.Next();
                    break;
                case 2 when bytes.Count > 1:
                    bytes.RemoveAt(place);
                    break;
                default:
                    bytes.InsertRange(place, random.Pick(Splinters));
                    break;
            }
        }

        return [.. bytes];
    }
}
