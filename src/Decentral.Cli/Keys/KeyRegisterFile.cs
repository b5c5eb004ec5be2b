using System.Text.Json;
using Decentral.Cli.Hosting;
using Decentral.Cli.Listening;

namespace Decentral.Cli.Keys;

/// <summary>
/// The register in a folder of keys. The hub and the commands that change it take turns by a lock, so that none undoes
/// what another has written.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="beforeFirst">What holds while there is no file: folders were made without one.</param>
internal sealed class KeyRegisterFile(string folder, Func<KeyRegister> beforeFirst)
{
    private const string Name = "register.json";
    private const string LockName = "register.lock";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);

    private readonly string _path = Path.Combine(folder, Name);
    private readonly string _lock = Path.Combine(folder, LockName);

    /// <summary>What holds now.</summary>
    /// <exception cref="MistakeException">The file is damaged.</exception>
    public KeyRegister Read()
    {
        try
        {
            return Parse(File.ReadAllBytes(_path));
        }
        catch (FileNotFoundException) when (!WasWritten())
        {
            return beforeFirst();
        }
        catch (FileNotFoundException)
        {
            throw new MistakeException(
                $"{_path}: expected the register of tokens and nodes, found nothing, and there was one. Put a copy in its place; "
                + "without it nobody knows which tokens and nodes were revoked.");
        }
    }

    /// <summary>When it was written last; a time long ago where there is no file.</summary>
    public DateTime WhenWritten() => File.GetLastWriteTimeUtc(_path);

    /// <summary>Changes what holds.</summary>
    /// <returns>What holds from now on.</returns>
    /// <exception cref="MistakeException">The file is damaged, or another holds on to it.</exception>
    public KeyRegister Update(Func<KeyRegister, KeyRegister> change)
    {
        using var turn = TakeTurn();
        var changed = change(Read());
        SecretFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(changed, KeyRegisterJson.Default.KeyRegister));
        if (turn.Length == 0)
        {
            // From now on a register that is missing was lost.
            turn.WriteByte((byte)'1');
        }

        return changed;
    }

    private KeyRegister Parse(byte[] bytes)
    {
        string fault;
        try
        {
            var register = JsonSerializer.Deserialize(bytes, KeyRegisterJson.Default.KeyRegister);
            if (register is not null && register.FindFault() is null)
            {
                return register;
            }

            fault = register?.FindFault() ?? "nothing";
        }
        catch (JsonException error)
        {
            fault = error.Message.TrimEnd('.');
        }

        throw new MistakeException(
            $"{_path}: expected the register of tokens and nodes, found something else ({fault}). Put a copy in its place; "
            + "without it nobody knows which tokens and nodes were revoked.");
    }

    private bool WasWritten() => new FileInfo(_lock) is { Exists: true, Length: > 0 };

    private FileStream TakeTurn()
    {
        for (var left = Patience; ; left -= BetweenTries)
        {
            try
            {
                return new FileStream(_lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (left > TimeSpan.Zero)
            {
                Thread.Sleep(BetweenTries);
            }
            catch (IOException error)
            {
                throw new MistakeException(
                    $"{_lock}: expected to have it to oneself within {Patience.TotalSeconds:0} s, found it held or not writable "
                    + $"({error.Message.TrimEnd('.')}). End the command that holds it, or try again.");
            }
        }
    }
}
