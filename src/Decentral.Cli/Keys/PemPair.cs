using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Decentral.Cli.Hosting;
using Decentral.Cli.Listening;

namespace Decentral.Cli.Keys;

/// <summary>Certificates and their keys in PEM files.</summary>
internal static class PemPair
{
    /// <summary>Reads a certificate with its key.</summary>
    /// <exception cref="MistakeException">They cannot be read, or are not of each other.</exception>
    public static X509Certificate2 Read(string certificate, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(certificate), File.ReadAllText(key));
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            throw new MistakeException(
                $"{certificate} and {key}: expected a certificate and its key in PEM, found something else "
                + $"({error.Message.TrimEnd('.')}); name the two files of one pair");
        }
    }

    /// <summary>Reads all certificates of a file.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="MistakeException">There are none.</exception>
    public static X509Certificate2Collection ReadAll(string file)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(File.ReadAllText(file));
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            throw new MistakeException(
                $"{file}: expected certificates in PEM, found something else ({error.Message.TrimEnd('.')}); name the file of an "
                + "authority");
        }

        return certificates.Count > 0
            ? certificates
            : throw new MistakeException($"{file}: expected certificates in PEM, found none; name the file of an authority");
    }

    /// <summary>Writes the key, then the certificate; neither can be read by others.</summary>
    /// <exception cref="MistakeException">The key is of an unknown kind.</exception>
    public static void Write(string certificateFile, string keyFile, X509Certificate2 certificate, string? further = null)
    {
        using var curve = certificate.GetECDsaPrivateKey();
        using var rsa = certificate.GetRSAPrivateKey();
        var key = (AsymmetricAlgorithm?)curve ?? rsa ?? throw new MistakeException(
            $"{certificateFile}: expected a certificate with a key for ECDSA or RSA, found another kind; have one issued for such a key");
        Write(keyFile, key.ExportPkcs8PrivateKeyPem());
        Write(certificateFile, certificate.ExportCertificatePem() + further);
    }

    /// <summary>Writes a file of text that others cannot read.</summary>
    public static void Write(string file, string text) => SecretFile.Write(file, Encoding.ASCII.GetBytes(text + "\n"));

    private static bool IsUnreadable(Exception error) =>
        error is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException;
}
