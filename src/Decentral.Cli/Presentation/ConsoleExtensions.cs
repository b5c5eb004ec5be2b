using Spectre.Console;

namespace Decentral.Cli.Presentation;

/// <summary>What a console has to write as it is.</summary>
internal static class ConsoleExtensions
{
    extension(IAnsiConsole console)
    {
        /// <summary>Writes text that is never wrapped, styled or cut.</summary>
        public void WriteRaw(string text)
        {
            console.Profile.Out.Writer.Write(text);
            console.Profile.Out.Writer.Flush();
        }
    }
}
