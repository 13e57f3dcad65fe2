using System.Buffers;
using System.Globalization;
using Dirac.Wire.Codecs;
using Dirac.Wire.Values;

namespace Dirac.Benchmarks.Codec;

/// <summary>How long it takes to write and read what a catalogue says about many files, in the legacy formats and in others, in one thread.</summary>
/// <remarks>
/// Medians of several runs after one that warms up; output goes to a buffer that is there, and what is read is new each time, collections of garbage
/// included. DEncode and JEncode give a tree of any shape; <c>_read_s</c> is the time to visit all of it and make a string of every text. The other
/// formats are bound to a type. The checksum is that of every decoded value, the same for all formats.
/// </remarks>
internal sealed class CodecBenchmark(TimeProvider clock) : IBenchmark
{
    private readonly ArrayBufferWriter<byte> _output = new();

    public Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        var content = CatalogueContent.Make(options.Files);
        var checksum = ContentChecksum.Of(content);
        var tree = CatalogueContent.ToWire(content);
        figures.Add("files", options.Files);
        figures.Add("runs", options.Runs);
        figures.Add("threads", 1);
        MeasureWire("dencode", tree, DEncode.Encode, message => DEncode.Decode(message.Span, out _));
        MeasureWire("jencode", tree, JEncode.Encode, message => JEncode.Decode(message.Span));
        foreach (var format in new IFileFormat[] { new JsonFormat(), new ZstdJsonFormat(), new CborFormat(), new MessagePackFormat() })
        {
            cancellationToken.ThrowIfCancellationRequested();
            MeasureOther(format);
        }

        figures.Add("checksum", checksum.ToString("x16", CultureInfo.InvariantCulture));
        return Task.CompletedTask;

        void MeasureWire(string name, WireValue value, Action<WireValue, IBufferWriter<byte>> encode, Func<ReadOnlyMemory<byte>, WireValue> decode)
        {
            figures.Add($"{name}_encode_s", Median(options.Runs, () => encode(value, Emptied())));
            var decoded = WireValue.Null;
            figures.Add($"{name}_decode_s", Median(options.Runs, () => decoded = decode(_output.WrittenMemory)));
            figures.Add($"{name}_read_s", Median(options.Runs, () => Compare(name, ContentChecksum.Of(decoded))));
            figures.Add($"{name}_bytes", _output.WrittenCount);
            if (name == "dencode") figures.Add("bytes", _output.WrittenCount);
        }

        void MeasureOther(IFileFormat format)
        {
            figures.Add($"{format.Name}_encode_s", Median(options.Runs, () => format.Encode(content, Emptied())));
            var decoded = content;
            figures.Add($"{format.Name}_decode_s", Median(options.Runs, () => decoded = format.Decode(_output.WrittenMemory)));
            figures.Add($"{format.Name}_bytes", _output.WrittenCount);
            Compare(format.Name, ContentChecksum.Of(decoded));
        }

        void Compare(string name, ulong sum)
        {
            if (sum != checksum) throw new InvalidOperationException($"What {name} decoded is not what was encoded.");
        }
    }

    private ArrayBufferWriter<byte> Emptied()
    {
        _output.ResetWrittenCount();
        return _output;
    }

    private double Median(int runs, Action measured)
    {
        var times = new List<double>();
        for (var run = -1; run < runs; run++)
        {
            GC.Collect();
            var started = clock.GetTimestamp();
            measured();
            if (run >= 0) times.Add(clock.GetElapsedTime(started).TotalSeconds);
        }

        return Figures.Percentile(times, 50);
    }
}
