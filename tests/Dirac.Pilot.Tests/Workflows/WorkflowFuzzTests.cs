using System.Diagnostics;
using Dirac.Model.Errors;
using Dirac.Pilot.Tests.Support;
using Dirac.Pilot.Workflows;

namespace Dirac.Pilot.Tests.Workflows;

/// <summary>Whatever a workflow's file holds, it is read and resolved or refused; whatever a status file holds, statuses are read or passed over.</summary>
/// <remarks><c>DIRAC_FUZZ_SECONDS</c> says for how long (2 by default), <c>DIRAC_FUZZ_SEED</c> repeats a run.</remarks>
public sealed class WorkflowFuzzTests
{
    private static readonly string[] Tokens =
    [
        "<Workflow>", "</Workflow>", "<Parameter ", "<StepInstance>", "<StepDefinition>", "<ModuleInstance/>", "<![CDATA[", "]]>", "&amp;", "&#0;", "&x;", "<!DOCTYPE a>",
        "@{note}", "@{@{a}}", "@{JOB_ID}", "linked_module=\"self\"", "linked_parameter=\"note\"", "out=\"True\"", "in=\"False\"", "\0", "\t", "\n", "999999999999999999\t",
    ];

    [Fact]
    public void Workflow_AnyBytes_IsReadAndResolvedOrRefused() => Fuzz([.. GoldenWorkflows.Names.Select(GoldenWorkflows.Read)], bytes =>
    {
        try
        {
            var workflow = WorkflowReader.Read(new MemoryStream(bytes));
            _ = PythonNeed.Find(workflow);
            _ = PythonNeed.Find(WorkflowResolver.Resolve(workflow, new Dictionary<string, string> { ["arguments"] = "@{note}" }));
        }
        catch (Exception error) when (error is DiracException or WorkflowFormatException)
        {
            Assert.NotEmpty(error.Message);
        }
    });

    [Fact]
    public void Statuses_AnyBytes_AreReadOrPassedOver()
    {
        using var folder = new Dirac.Testing.TempFolder();
        var number = 0;
        Fuzz(["1\tone\n2\ttwo\n"u8.ToArray(), "1785000000000\tExecuting RunScriptStep1\n"u8.ToArray()], bytes =>
        {
            using var follower = new StatusFollower(folder.File($"{++number}"), TimeProvider.System);
            File.WriteAllBytes(follower.Path, bytes);
            Assert.All(follower.ReadNew(), status => Assert.InRange(status.Text.Length, 1, StatusWriter.MaxLength));
            File.Delete(follower.Path);
        });
    }

    private static void Fuzz(byte[][] corpus, Action<byte[]> read)
    {
        var seed = Setting("DIRAC_FUZZ_SEED") is { } given ? (int)given : Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var time = TimeSpan.FromSeconds(Setting("DIRAC_FUZZ_SECONDS") ?? 2);
        var (clock, tried) = (Stopwatch.StartNew(), 0);
        for (; clock.Elapsed < time; tried++)
        {
            var bytes = Mutate(random, corpus[random.Next(corpus.Length)]);
            try
            {
                read(bytes);
            }
            catch (Exception escaped)
            {
                throw new InvalidOperationException($"DIRAC_FUZZ_SEED={seed}, input {Convert.ToBase64String(bytes)}", escaped);
            }
        }

        Assert.True(tried > 100, "The fuzzer hardly ran.");
    }

    private static byte[] Mutate(Random random, byte[] message)
    {
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var at = random.Next(message.Length + 1);
            var length = random.Next(Math.Min(60, message.Length - at + 1));
            message = random.Next(4) switch
            {
                0 => [.. message[..at], .. message[(at + length)..]],
                1 => [.. message[..at], .. System.Text.Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]), .. message[at..]],
                2 => [.. message[..(at + length)], .. message[at..]],
                _ => [.. message[..at], (byte)random.Next(256), .. message[(at + length)..]],
            };
        }

        return message;
    }

    private static double? Setting(string name) =>
        double.TryParse(Environment.GetEnvironmentVariable(name), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
