using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>Copies pieces of B into panels: k rows of a panel's columns each, zeros where B ends.</summary>
internal static unsafe class PanelCopy
{
    /// <summary>Packs B[k, columns] into one panel after another, each <paramref name="panelStep"/> floats after the one before.</summary>
    internal static void Panels(HostMatrix b, int k, int columns, float* panels, long panelStep)
    {
        int width = Tile.Columns, whole = b.ColumnStep == 1 ? columns / width : 0;
        // Row by row over all panels: a row of B is one long run, which the processor prefetches.
        for (int i = 0; whole > 0 && i < k; i++)
        {
            float* from = b.Values + ((long)i * b.RowStep), to = panels + ((long)i * width);
            for (int panel = 0; panel < whole; panel++, from += width, to += panelStep)
            {
                new ReadOnlySpan<float>(from, width).CopyTo(new Span<float>(to, width));
            }
        }

        for (int column = whole * width; column < columns; column += width)
        {
            Panel(b.From(0, column), k, Math.Min(width, columns - column), panels + (column / width * panelStep), width);
        }
    }

    /// <summary>Packs B[k, columns] into a panel of at least as many columns.</summary>
    internal static void Panel(HostMatrix b, int k, int columns, float* panel, int panelColumns)
    {
        float* values = b.Values;
        int rowStep = b.RowStep, columnStep = b.ColumnStep;
        if (columns < panelColumns)
        {
            new Span<float>(panel, k * panelColumns).Clear();
        }

        if (columnStep == 1)
        {
            for (int i = 0; i < k; i++)
            {
                float* from = values + ((long)i * rowStep), to = panel + ((long)i * panelColumns);
                new ReadOnlySpan<float>(from, columns).CopyTo(new Span<float>(to, columns));
            }
        }
        else if (rowStep == 1)
        {
            Transpose(values, columnStep, k, columns, panel, panelColumns);
        }
        else
        {
            for (int i = 0; i < k; i++)
            {
                for (int n = 0; n < columns; n++)
                {
                    panel[((long)i * panelColumns) + n] = values[((long)i * rowStep) + ((long)n * columnStep)];
                }
            }
        }
    }

    /// <summary>panel[k, n] = source[n · step + k], n below <paramref name="columns"/>.</summary>
    internal static void Transpose(float* source, int step, int k, int columns, float* panel, int panelColumns)
    {
        int n = 0;
        for (; n <= columns - 4; n += 4)
        {
            float* r0 = source + ((long)n * step), r1 = r0 + step, r2 = r1 + step, r3 = r2 + step, to = panel + n;
            int i = 0;
            for (; i <= k - 4; i += 4, to += 4 * panelColumns)
            {
                Vector128<float> a = Vector128.Load(r0 + i), b = Vector128.Load(r1 + i);
                Vector128<float> c = Vector128.Load(r2 + i), d = Vector128.Load(r3 + i);
                Vector128<double> ab = InterleaveLower(a, b).AsDouble(), cd = InterleaveLower(c, d).AsDouble();
                Vector128.Create(ab.GetLower(), cd.GetLower()).AsSingle().Store(to);
                Vector128.Create(ab.GetUpper(), cd.GetUpper()).AsSingle().Store(to + panelColumns);
                (ab, cd) = (InterleaveUpper(a, b).AsDouble(), InterleaveUpper(c, d).AsDouble());
                Vector128.Create(ab.GetLower(), cd.GetLower()).AsSingle().Store(to + (2 * panelColumns));
                Vector128.Create(ab.GetUpper(), cd.GetUpper()).AsSingle().Store(to + (3 * panelColumns));
            }

            for (; i < k; i++, to += panelColumns)
            {
                (to[0], to[1], to[2], to[3]) = (r0[i], r1[i], r2[i], r3[i]);
            }
        }

        for (; n < columns; n++)
        {
            for (int i = 0; i < k; i++)
            {
                panel[((long)i * panelColumns) + n] = source[((long)n * step) + i];
            }
        }
    }

    /// <summary>(a[0], b[0], a[1], b[1]).</summary>
    private static Vector128<float> InterleaveLower(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    /// <summary>(a[2], b[2], a[3], b[3]).</summary>
    private static Vector128<float> InterleaveUpper(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);
}
