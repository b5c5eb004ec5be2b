using Decentral.Torch.Interop;

namespace Decentral.Torch;

/// <summary>A number whose kind (whole, real, truth) takes part in choosing the type of a result.</summary>
public readonly struct Scalar
{
    private Scalar(NumberKind kind, long whole, double real) => Native = new NativeNumber(kind, whole, real);

    internal Scalar(NativeNumber native) => Native = native;

    internal NativeNumber Native { get; }

    internal bool IsReal => Native.Kind == NumberKind.Real;

    public static implicit operator Scalar(byte value) => Whole(value);

    public static implicit operator Scalar(sbyte value) => Whole(value);

    public static implicit operator Scalar(short value) => Whole(value);

    public static implicit operator Scalar(int value) => Whole(value);

    public static implicit operator Scalar(long value) => Whole(value);

    public static implicit operator Scalar(Half value) => Real((double)value);

    public static implicit operator Scalar(float value) => Real(value);

    public static implicit operator Scalar(double value) => Real(value);

    public static implicit operator Scalar(bool value) => new(NumberKind.Truth, value ? 1 : 0, value ? 1 : 0);

    public float ToSingle() => (float)ToDouble();

    public double ToDouble() => IsReal ? Native.Real : Native.Whole;

    public int ToInt32() => checked((int)ToInt64());

    public long ToInt64() => IsReal ? checked((long)Native.Real) : Native.Whole;

    public bool ToBoolean() => IsReal ? Native.Real != 0 : Native.Whole != 0;

    private static Scalar Whole(long value) => new(NumberKind.Whole, value, value);

    private static Scalar Real(double value) => new(NumberKind.Real, 0, value);
}
