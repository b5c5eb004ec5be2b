using System.Security.Cryptography;
using System.Text;
using Decentral.Actors.Nodes.Security;
using Decentral.Cli.Hosting;
using Decentral.Cli.Listening;

namespace Decentral.Cli.Joining;

/// <summary>A node's key for one hub, what the hub has issued for it, and the token it joined with.</summary>
internal static class NodeKeyFolder
{
    private const string Key = "key.pem";
    private const string Certificate = "certificate";
    private const string Token = "token";

    /// <summary>The folder for a hub and a node's name, below one for all.</summary>
    public static string Of(string folder, Uri hub, string node) =>
        Path.Combine(folder, Uri.EscapeDataString($"{hub.Host}-{hub.Port}"), Uri.EscapeDataString(node));

    /// <summary>
    /// Opens what is there, and makes what is not. A new token is kept once the hub has taken it, in place of the one before.
    /// </summary>
    /// <param name="settings">The folder, and the token that was given by the person; null for the one of the last time.</param>
    /// <exception cref="MistakeException">There is no token, or the key cannot be read.</exception>
    public static NodeIdentity Open(NodeSettings settings)
    {
        var folder = settings.KeyFolder;
        SecretFile.CreateFolder(folder);
        var known = KnownToken(settings);
        return new NodeIdentity(
            OpenKey(folder),
            ReadCertificate(folder, known),
            known,
            issued =>
            {
                Write(folder, Certificate, issued);
                Write(folder, Token, Encoding.ASCII.GetBytes(known.ToString()));
            });
    }

    /// <summary>An identity for a moment, of which nothing is kept.</summary>
    /// <inheritdoc cref="Open"/>
    public static NodeIdentity Try(NodeSettings settings) => new(null, null, KnownToken(settings));

    /// <summary>
    /// The identity that a node has already, of which nothing more is kept; null where it has not joined that hub yet.
    /// </summary>
    /// <inheritdoc cref="Open"/>
    public static NodeIdentity? Find(NodeSettings settings)
    {
        var known = KnownToken(settings);
        return ReadCertificate(settings.KeyFolder, known) is { } certificate
            ? new NodeIdentity(OpenKey(settings.KeyFolder), certificate, known)
            : null;
    }

    private static JoinToken KnownToken(NodeSettings settings)
    {
        var token = settings.Token ?? ReadToken(settings.KeyFolder)
            ?? throw new MistakeException(
                "--token: expected the join token, as this node has not joined that hub before; copy the command that the hub printed");
        return settings.Authorities is null || token.Pin.IsEmpty
            ? token
            : throw new MistakeException(
                "--authority: the token names the hub's certificate itself, which is what counts; leave --authority out");
    }

    /// <remarks>The certificate of another token is another hub's, perhaps: it would be shown to no use.</remarks>
    private static byte[]? ReadCertificate(string folder, JoinToken token)
    {
        var certificate = Path.Combine(folder, Certificate);
        return ReadToken(folder)?.ToString() == token.ToString() && File.Exists(certificate)
            ? File.ReadAllBytes(certificate)
            : null;
    }

    private static JoinToken? ReadToken(string folder)
    {
        var path = Path.Combine(folder, Token);
        return File.Exists(path) && JoinToken.TryParse(File.ReadAllText(path), out var token, out _) ? token : null;
    }

    private static ECDsa OpenKey(string folder)
    {
        var path = Path.Combine(folder, Key);
        if (!File.Exists(path))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            Write(folder, Key, Encoding.ASCII.GetBytes(made.ExportECPrivateKeyPem()));
        }

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new MistakeException(
                $"{path}: expected a key in PEM, found something else. Delete the folder it is in, and join again with --token.");
        }
    }

    private static void Write(string folder, string name, byte[] bytes) => SecretFile.Write(Path.Combine(folder, name), bytes);
}
