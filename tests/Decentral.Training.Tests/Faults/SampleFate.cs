namespace Decentral.Training.Tests.Faults;

/// <summary>What has become of a training sample.</summary>
internal enum SampleFate
{
    /// <summary>Nobody holds it.</summary>
    Free,

    /// <summary>A participant of the open round holds it.</summary>
    Leased,

    /// <summary>A committed round has used it.</summary>
    Used,
}
