using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dirac.Workload.Tests.Sets;

/// <summary>A mail server that speaks as much of RFC 5321 as a client needs to hand in a mail, keeps what it gets, and refuses when told to.</summary>
internal sealed class SmtpStandIn : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public SmtpStandIn()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Recipients and texts of the mails that were taken, as they came.</summary>
    public ConcurrentQueue<(string Sender, string Recipient, string Text)> Mails { get; } = [];

    /// <summary>Recipients that get 451 so many more times.</summary>
    public ConcurrentDictionary<string, int> Busy { get; } = [];

    public IReadOnlyList<string> To(string recipient) => [.. Mails.Where(mail => mail.Recipient == recipient).Select(mail => mail.Text)];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var talks = new List<Task>();
        while (!_stop.IsCancellationRequested) talks.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
            await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 stand-in ESMTP");
            var (sender, recipient) = ("", "");
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                var answer = "250 OK";
                if (line.StartsWith("EHLO", StringComparison.Ordinal)) answer = "250-stand-in\r\n250-8BITMIME\r\n250 SIZE 1000000";
                else if (line.StartsWith("MAIL FROM:", StringComparison.Ordinal)) sender = Address(line);
                else if (line.StartsWith("RCPT TO:", StringComparison.Ordinal)) (recipient, answer) = (Address(line), Verdict(Address(line)));
                else if (line == "QUIT") answer = "221 Bye";
                else if (line == "DATA")
                {
                    await writer.WriteLineAsync("354 Go on");
                    Mails.Enqueue((sender, recipient, await DataAsync(reader)));
                }

                await writer.WriteLineAsync(answer);
                if (answer.StartsWith("221", StringComparison.Ordinal)) return;
            }
        }
    }

    private string Verdict(string recipient)
    {
        var left = Busy.AddOrUpdate(recipient, 0, (_, times) => Math.Max(0, times - 1) | (times > 0 ? 1 << 20 : 0));
        Busy[recipient] = left & ~(1 << 20);
        return (left & (1 << 20)) != 0 ? "451 Try again later" : "250 OK";
    }

    // A line that begins with a dot was given one more; a dot alone is the end.
    private async Task<string> DataAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".") text.Append(line.StartsWith('.') ? line[1..] : line).Append('\n');
        return text.ToString();
    }

    private static string Address(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
}
