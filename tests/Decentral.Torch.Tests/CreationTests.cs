using System.Runtime.InteropServices;

namespace Decentral.Torch.Tests;

public sealed class CreationTests
{
    [Fact]
    public void Tensor_FromArrays_KeepsElementTypeAndShape()
    {
        using var scope = torch.NewDisposeScope();

        AssertTensor(torch.tensor(new[] { 1f, 2f }), torch.float32, [2], 2f);
        AssertTensor(torch.tensor(new[] { 1.0, 2.0 }), torch.float64, [2], 2.0);
        AssertTensor(torch.tensor(new long[] { 1, 2 }, [2, 1]), torch.int64, [2, 1], 2L);
        AssertTensor(torch.tensor(new[] { 1, 2, 3, 4 }, 2, 2), torch.int32, [2, 2], 4);
        AssertTensor(torch.tensor(new byte[] { 7, 9 }.AsMemory(), [2]), torch.uint8, [2], (byte)9);
        AssertTensor(torch.tensor(new[,] { { true }, { false } }), torch.@bool, [2, 1], false);
        AssertTensor(torch.tensor(new short[1, 1, 2]), torch.int16, [1, 1, 2], (short)0);
        AssertTensor(torch.from_array(new float[2, 1, 1, 2]), torch.float32, [2, 1, 1, 2], 0f);
        AssertTensor(torch.tensor(5f), torch.float32, [], 5f);
        AssertTensor(torch.tensor((Half)3), torch.float16, [], (Half)3);
    }

    [Fact]
    public void Tensor_OtherTypeAsked_Converts()
    {
        using var scope = torch.NewDisposeScope();

        AssertTensor(torch.tensor(new[] { 1, 2 }, dtype: torch.float64), torch.float64, [2], 2.0);
        Assert.True(torch.tensor(new[] { 1f }, requires_grad: true).requires_grad);
    }

    [Fact]
    public void Tensor_ElementsDoNotFillTheShape_NamesBothCounts()
    {
        using var scope = torch.NewDisposeScope();

        var failure = Assert.Throws<ArgumentException>(() => torch.tensor(new float[5], [2, 3]));

        Assert.StartsWith(
            "A tensor of shape [2, 3] has room for 6 elements, but 5", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromArray_TypeWithoutElements_NamesTheType()
    {
        var failure = Assert.Throws<ArgumentException>(() => torch.from_array(new decimal[1]));

        Assert.Contains("System.Decimal", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Factories_WithoutType_ChooseAsPyTorchDoes()
    {
        using var scope = torch.NewDisposeScope();

        AssertTensor(torch.zeros(2, 3), torch.float32, [2, 3], 0f);
        AssertTensor(torch.ones(2, 1, 3), torch.float32, [2, 1, 3], 1f);
        AssertTensor(torch.full([2], 3), torch.int64, [2], 3L);
        AssertTensor(torch.full([2], 3.5), torch.float32, [2], 3.5f);
        AssertTensor(torch.arange(3), torch.int64, [3], 2L);
        AssertTensor(torch.arange(1, 2, 0.25), torch.float32, [4], 1.75f);
        AssertTensor(torch.arange(1, 4, dtype: torch.float64), torch.float64, [3], 3.0);
        AssertTensor(torch.empty(4, 0, dtype: torch.uint8), torch.uint8, [4, 0]);
    }

    [Fact]
    public void Likes_OfATensor_TakeItsTypeAndShape()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.zeros([2], torch.float64);

        AssertTensor(torch.ones_like(x), torch.float64, [2], 1.0);
        AssertTensor(torch.zeros_like(x, torch.int32), torch.int32, [2], 0);
        AssertTensor(x.full_like(4), torch.float64, [2], 4.0);
        Assert.Equal([2L], torch.empty_like(x).shape);
        Assert.Equal([2L], torch.randn_like(x).shape);
        Assert.Equal([2L], x.rand_like().shape);
    }

    [Fact]
    public void Init_OfAParameter_IsNotRecorded()
    {
        using var scope = torch.NewDisposeScope();
        var parameter = nn.Parameter(torch.empty(3));

        nn.init.normal_(parameter, std: 0.02);
        nn.init.uniform_(parameter, 4, 5);

        Assert.All(parameter.data<float>(), value => Assert.InRange(value, 4, 5));
        nn.init.ones_(parameter);
        Assert.Equal([1f, 1f, 1f], parameter.data<float>());
        nn.init.zeros_(parameter);
        Assert.True(parameter.is_leaf && parameter.requires_grad);
        Assert.Equal([0f, 0f, 0f], parameter.data<float>());
    }

    [Theory]
    [InlineData("cpu", DeviceType.CPU, -1)]
    [InlineData("cuda", DeviceType.CUDA, -1)]
    [InlineData("cuda:3", DeviceType.CUDA, 3)]
    public void Device_WellFormed_IsRead(string description, DeviceType type, int index)
    {
        var device = torch.device(description);

        Assert.Equal((type, index), (device.type, device.index));
        Assert.Equal(description, device.ToString());
        Assert.Equal(new Device(type, index), device);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:x")]
    [InlineData("cuda:1:2")]
    [InlineData("")]
    public void Device_Malformed_NamesWhatIsAllowed(string description)
    {
        var failure = Assert.Throws<ArgumentException>(() => torch.device(description));

        Assert.StartsWith(
            $"'{description}' is no device: expected 'cpu', 'cuda'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cuda_WithoutADevice_IsRefusedByLibtorch()
    {
        Assert.SkipWhen(torch.cuda.is_available(), "this machine has a CUDA device");

        Assert.Throws<ExternalException>(() => torch.zeros(2, device: torch.CUDA));
        Assert.Equal(0, torch.cuda.device_count());
        Assert.Empty(TorchSeam.CudaDeviceNames);
    }

    [Fact]
    public void Conversions_ToOtherTypes_KeepValues()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.tensor(new[] { 0f, 2f });

        AssertTensor(x.@long(), torch.int64, [2], 2L);
        AssertTensor(x.@int(), torch.int32, [2], 2);
        AssertTensor(x.@bool(), torch.@bool, [2], true);
        AssertTensor(x.half(), torch.float16, [2], (Half)2);
        AssertTensor(x.bfloat16().@float(), torch.float32, [2], 2f);
        AssertTensor(x.to(torch.zeros(1, torch.float64)), torch.float64, [2], 2.0);
        AssertTensor(x.type_as(torch.zeros(1, torch.uint8)), torch.uint8, [2], (byte)2);
        AssertTensor(x.to("cpu"), torch.float32, [2], 2f);
    }

    [Fact]
    public void Item_OfOneElement_ConvertsOnlyWhenAskedTo()
    {
        using var scope = torch.NewDisposeScope();
        var whole = torch.tensor(7L);

        Assert.Equal(7, whole.item<long>());
        Assert.Equal(7f, whole.ToSingle());
        Assert.Equal(7.0, (double)whole);
        Assert.True(whole.ToBoolean());
        Assert.Equal(2, torch.tensor(2.9).ToInt32());
        Assert.Throws<ArgumentException>(() => whole.item<float>());
        Assert.Throws<ArgumentException>(() => torch.zeros(2).item<float>());
    }

    private static void AssertTensor<T>(Tensor tensor, ScalarType type, long[] shape, T last)
        where T : unmanaged
    {
        AssertTensor(tensor, type, shape);
        Assert.Equal(last, tensor.data<T>().ToArray()[^1]);
    }

    private static void AssertTensor(Tensor tensor, ScalarType type, long[] shape)
    {
        Assert.Equal(type, tensor.dtype);
        Assert.Equal(shape, tensor.shape);
    }
}
