using Decentral.Actors;

namespace Decentral.EndToEnd.Nodes;

/// <summary>An offer of bulk data; equal to another of the same for the same.</summary>
/// <param name="Manifest">Of its header's format.</param>
/// <param name="Receiver">For whom.</param>
/// <param name="Header">The header's record, in hexadecimal digits.</param>
/// <param name="HeaderBytes">Of manifest and header.</param>
internal sealed record TappedOffer(string Manifest, ActorAddress Receiver, string Header, int HeaderBytes);
