namespace Decentral.Actors;

/// <summary>Something scheduled that may still be called off.</summary>
public interface ICancelable
{
    /// <summary>After this returns, within the actor that scheduled it, the message is not delivered. Idempotent.</summary>
    void Cancel();
}
