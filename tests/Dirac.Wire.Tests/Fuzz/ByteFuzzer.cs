using System.Diagnostics;
using System.Globalization;
using Dirac.Wire.Codecs;

namespace Dirac.Wire.Tests.Fuzz;

/// <summary>Mutates good messages at random, from a printed seed, and lets a decoder have them.</summary>
/// <remarks><c>DIRAC_FUZZ_SECONDS</c> says for how long (2 by default), <c>DIRAC_FUZZ_SEED</c> repeats a run.</remarks>
internal sealed class ByteFuzzer(int seed)
{
    private const int LongestMessage = 20_000;

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "i", "e", "l", "t", "d", "n", "b1", "f", "s", "u", "z", "za", "zd", "zt", ":", "-", "+", "s1:", "s99999999999:", "e+", "1e5", "i1e", "{", "}", "[", "]",
            ",", "\"", "\\", "\\u", "\\ud83d", "\\ude00", "\\udcff", "\"__dCls\": ", "\"obj\": ", "\"dt\"", "\"b64\"", "null", "true", "NaN", "-Infinity", "1e999",
            "99999999999999999999", "\0", "\xff", "\xc3\xa9", " ", "\n",
        }.Select(System.Text.Encoding.Latin1.GetBytes),
    ];

    private readonly Random _random = new(seed);

    /// <summary>Runs until the time is up; anything but a <see cref="WireFormatException"/> that escapes is reported with its input.</summary>
    /// <returns>How many messages were tried.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<byte[]> corpus, Func<byte[], Task> decode)
    {
        var seed = Setting("DIRAC_FUZZ_SEED") is { } given ? (int)given : Environment.TickCount;
        var time = TimeSpan.FromSeconds(Setting("DIRAC_FUZZ_SECONDS") ?? 2);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var fuzzer = new ByteFuzzer(seed);
        var grown = corpus.ToList();
        var clock = Stopwatch.StartNew();
        var tried = 0;
        for (; clock.Elapsed < time; tried++)
        {
            var message = fuzzer.Mutate(grown);
            // What a decoder accepts is a good start for the next mutations.
            if (await TryAsync(decode, message, seed) && grown.Count < 500) grown.Add(message);
        }

        return tried;
    }

    private static async Task<bool> TryAsync(Func<byte[], Task> decode, byte[] message, int seed)
    {
        try
        {
            await decode(message);
            return true;
        }
        catch (WireFormatException error)
        {
            Assert.InRange(error.Position, 0, message.Length);
            return false;
        }
        catch (Exception escaped)
        {
            throw new InvalidOperationException($"DIRAC_FUZZ_SEED={seed}, input {Convert.ToBase64String(message)}", escaped);
        }
    }

    private byte[] Mutate(List<byte[]> corpus)
    {
        IEnumerable<byte> message = Pick(corpus);
        for (var changes = _random.Next(1, 6); changes > 0; changes--)
        {
            var bytes = message.ToArray();
            var at = _random.Next(bytes.Length + 1);
            var length = _random.Next(Math.Min(30, bytes.Length - at + 1));
            var (before, after) = (bytes.Take(at), bytes.Skip(at));
            message = _random.Next(6) switch
            {
                0 => before.Concat(after.Skip(length)),
                1 => before.Concat(Pick(Tokens)).Concat(after),
                2 => before.Concat(Enumerable.Repeat(Pick(Tokens), _random.Next(1, 40)).SelectMany(token => token)).Concat(after),
                3 => before.Concat(after.Take(length)).Concat(after),
                4 => before.Concat(Pick(corpus)),
                _ => before.Append((byte)_random.Next(256)).Concat(after.Skip(length)),
            };
        }

        return [.. message.Take(LongestMessage)];
    }

    private T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    private static double? Setting(string name) =>
        double.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;
}
