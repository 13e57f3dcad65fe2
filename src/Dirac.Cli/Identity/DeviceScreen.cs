using Dirac.Cli.Shell;
using Dirac.Client.Identity.Device;
using Dirac.Model.Errors;
using Dirac.Model.Text;

namespace Dirac.Cli.Identity;

/// <summary>Tells a person how to allow a login in a browser.</summary>
/// <param name="session">Where to write.</param>
internal sealed class DeviceScreen(Session session)
{
    /// <summary>Shows address and code, and opens a browser when that is wanted.</summary>
    /// <param name="started">What the server gave.</param>
    /// <param name="browser">Whether to open a browser; null leaves it to whether there is a screen.</param>
    /// <exception cref="DiracException">What the server gave cannot be shown.</exception>
    public void Show(DeviceReply started, bool? browser)
    {
        if (started.Page is not { } page || !started.IsReadable)
            throw new DiracException(ErrorCode.Unknown, "The server's answer to the login cannot be understood.", "Is it a DIRAC server of this version?");
        var (writer, direct) = (session.Host.Error, started.PageWithCode ?? page);
        writer.WriteLine("To log in, open this page and allow it there:");
        writer.WriteLine();
        writer.WriteLine($"    {Link(direct)}");
        writer.WriteLine();
        writer.WriteLine(direct != page ? $"It shows the code {Bold(Halved(started.UserCode))}." : $"Type the code {Bold(Halved(started.UserCode))} there.");
        if (direct != page) writer.WriteLine($"On another device, type the code at {Link(page)}");
        if (browser ?? Browser.IsLikely(session.Host))
            writer.WriteLine(Browser.TryOpen(direct) ? "Your browser should open it now." : "No browser could be opened here.");
        writer.WriteLine($"Waiting for you, for up to {Numbers.Of(Math.Max(1, started.ExpiresIn / 60), "minute")} … (Ctrl-C gives up)");
    }

    // As the page shows it, to be compared.
    private static string Halved(string code) => code is { Length: 8 } && !code.Contains('-', StringComparison.Ordinal) ? $"{code[..4]}-{code[4..]}" : code;

    // OSC 8: terminals make the text something to click; those that do not know it show the text.
    private string Link(Uri page) => session.Host.OutputIsTerminal ? $"\e]8;;{page.AbsoluteUri}\e\\{page.AbsoluteUri}\e]8;;\e\\" : page.AbsoluteUri;

    private string Bold(string text) => session.Screen.IsColored ? $"\e[1m{text}\e[0m" : text;
}
