using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Hosting.Rpc.Binding;

/// <summary>Makes a reply of what a method returned: a reply, a value, nothing, or a task of one of them.</summary>
internal static class ResultWriter
{
    private static readonly HashSet<Type> Values = [typeof(RpcReply), typeof(WireValue), typeof(string), typeof(long), typeof(int), typeof(double), typeof(bool), typeof(DateTime)];

    /// <summary>Whether a method may return <paramref name="type"/>.</summary>
    public static bool Takes(Type type) => type == typeof(void) || type == typeof(Task) || Values.Contains(type)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>) && Values.Contains(type.GenericTypeArguments[0]));

    /// <summary>Waits for the result if it is a task, and makes a reply of it.</summary>
    public static async ValueTask<RpcReply> WriteAsync(object? result)
    {
        switch (result)
        {
            case Task<RpcReply> reply: return await reply;
            case Task<WireValue> value: return RpcReply.Ok(await value);
            case Task<string> text: return RpcReply.Ok(Plain(await text));
            case Task<long> number: return RpcReply.Ok(await number);
            case Task<int> number: return RpcReply.Ok(await number);
            case Task<double> number: return RpcReply.Ok(await number);
            case Task<bool> truth: return RpcReply.Ok(await truth);
            case Task<DateTime> time: return RpcReply.Ok(WireValue.Of(await time));
            case Task task:
                await task;
                return RpcReply.Ok();
            default: return result as RpcReply ?? RpcReply.Ok(Plain(result));
        }
    }

    private static WireValue Plain(object? value) => value switch
    {
        null => WireValue.Null,
        WireValue wire => wire,
        string text => text,
        long number => number,
        int number => number,
        double number => number,
        bool truth => truth,
        DateTime time => WireValue.Of(time),
        _ => throw new NotSupportedException($"A method of a service cannot return {value.GetType()}."),
    };
}
