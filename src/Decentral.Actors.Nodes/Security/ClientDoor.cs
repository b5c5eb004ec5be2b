using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Decentral.Actors.Nodes.Security;

/// <summary>
/// Stands behind the TLS of a hub that asks for client certificates: whoever shows none that it takes is told why, and
/// nothing that they send is looked at.
/// </summary>
/// <param name="authorities">Those whose certificates are taken.</param>
/// <param name="patience">How long whoever was refused may take to hear it.</param>
/// <param name="time">The clock.</param>
internal sealed class ClientDoor(X509Certificate2Collection authorities, TimeSpan patience, TimeProvider time)
{
    private const string Header = "Decentral-Refusal";
    private const long MaxRefusedBytes = 64 << 10;

    /// <summary>Why a hub has refused a connection of this client; null when it has not, or not here.</summary>
    public static string? ReasonIn(ClientWebSocket client) =>
        client.HttpStatusCode == HttpStatusCode.Forbidden
            && client.HttpResponseHeaders?.TryGetValue(Header, out var reasons) == true
            ? string.Join(' ', reasons)
            : null;

    /// <summary>Lets a connection through, or refuses it.</summary>
    public ConnectionDelegate Guard(ConnectionDelegate next) => connection =>
    {
        var shown = connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;
        return ClientCertificate.FindFault(shown, authorities) is { } fault
            ? RefuseAsync(connection.Transport, fault)
            : next(connection);
    };

    private async Task RefuseAsync(IDuplexPipe transport, string reason)
    {
        using var ending = new CancellationTokenSource(patience, time);
        var answer = $"HTTP/1.1 403 Forbidden\r\n{Header}: {reason}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        try
        {
            await transport.Output.WriteAsync(Encoding.ASCII.GetBytes(answer), ending.Token).ConfigureAwait(false);
            await DiscardAsync(transport.Input, ending.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // It is gone already, or will not go by itself: the connection ends either way.
        }
    }

    /// <summary>A connection that is closed with something unread is reset, and the answer may be lost with it.</summary>
    private static async Task DiscardAsync(PipeReader input, CancellationToken cancellationToken)
    {
        var read = 0L;
        ReadResult result;
        do
        {
            result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            read += result.Buffer.Length;
            input.AdvanceTo(result.Buffer.End);
        }
        while (!result.IsCompleted && read <= MaxRefusedBytes);
    }
}
