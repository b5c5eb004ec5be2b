using System.Runtime.Intrinsics;

namespace Decentral.Models.Optimizers;

/// <summary>What a stream of values consists of.</summary>
internal unsafe interface IStreamElement<TSelf>
    where TSelf : unmanaged, IStreamElement<TSelf>
{
    static abstract Vector256<float> LoadEight(TSelf* elements);

    static abstract Vector128<float> LoadFour(TSelf* elements);

    static abstract float Load(TSelf* element);
}
