using System.Globalization;
using Decentral.Torch.Interop;

namespace Decentral.Torch;

public static partial class torch
{
    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device CUDA = new(DeviceType.CUDA);

    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    internal static NativeOptions OptionsOf(ScalarType? dtype, Device? device)
    {
        var place = device ?? CPU;
        return new NativeOptions(dtype is null ? -1 : (int)dtype, (int)place.type, place.index);
    }

    /// <summary>Where a tensor lives: a kind of device and, unless it is the current one, an index.</summary>
    public sealed class Device
    {
        /// <param name="description"><c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</param>
        /// <exception cref="ArgumentException">The description is none of these.</exception>
        public Device(string description)
        {
            ArgumentNullException.ThrowIfNull(description);
            var parts = description.Split(':');
            type = ParseType(parts[0], description);
            if (parts.Length > 2 || (parts.Length == 2 && !TryParseIndex(parts[1])))
            {
                throw Unknown(description);
            }
        }

        public Device(string deviceType, int index = -1)
            : this(ParseType(deviceType, deviceType), index)
        {
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public DeviceType type { get; }

        public int index { get; private set; } = -1;

        public static implicit operator Device(string description) => new(description);

        public override bool Equals(object? obj) => obj is Device other && other.type == type && other.index == index;

        public override int GetHashCode() => ((int)type << 8) + index;

        public override string ToString()
        {
            var name = type == DeviceType.CPU ? "cpu" : "cuda";
            return index < 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{index}");
        }

        private static DeviceType ParseType(string name, string description) => name switch
        {
            "cpu" => DeviceType.CPU,
            "cuda" => DeviceType.CUDA,
            _ => throw Unknown(description),
        };

        private static ArgumentException Unknown(string description) =>
            new($"'{description}' is no device: expected 'cpu', 'cuda' or 'cuda:' and an index.", nameof(description));

        private bool TryParseIndex(string text)
        {
            var parsed = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            index = parsed ? number : -1;
            return parsed;
        }
    }
}
