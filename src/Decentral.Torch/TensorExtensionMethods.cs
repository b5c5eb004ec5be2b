using Decentral.Torch.Modules;

namespace Decentral.Torch;

/// <summary>Conversions of tensors that TorchSharp has as extension methods.</summary>
public static class TensorExtensionMethods
{
    /// <summary>Makes a parameter of the tensor, which itself becomes empty.</summary>
    public static Parameter AsParameter(this torch.Tensor tensor) => new(tensor);

    public static float ToSingle(this torch.Tensor value) => value.ToScalar().ToSingle();

    public static double ToDouble(this torch.Tensor value) => value.ToScalar().ToDouble();

    public static int ToInt32(this torch.Tensor value) => value.ToScalar().ToInt32();

    public static long ToInt64(this torch.Tensor value) => value.ToScalar().ToInt64();

    public static bool ToBoolean(this torch.Tensor value) => value.ToScalar().ToBoolean();
}
